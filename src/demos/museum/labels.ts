/** What the label beside each exhibit says: what goes wrong, why, and the fix. */
import type { Localised } from '../../language.ts';
import type { ExhibitId } from '../../museum/catalogue.ts';

export interface Label {
  readonly title: Localised;
  readonly why: Localised;
  readonly fix: Localised;
}

export const labels: Readonly<Record<ExhibitId, Label>> = {
  'random-not-imported': {
    title: { zh: '随机数模块没有导入', en: 'The random module is not imported' },
    why: {
      zh: 'Python 到执行那一行才查名字，所以前面的代码照跑不误。若这一行藏在某个分支里，可能训练几小时之后才停。',
      en: 'Python looks a name up only when the line is reached, so everything before it runs. Hidden in a branch, it may stop a training run after hours.',
    },
    fix: {
      zh: '导入 random，并固定种子。静态检查（如 ruff、pyright）不运行也能发现。',
      en: 'Import random, and fix its seed. A static checker such as ruff or pyright finds this without running anything.',
    },
  },
  'loop-names': {
    title: { zh: '循环用的名字没有定义', en: 'The loop uses names that nobody defined' },
    why: {
      zh: '轮数、训练数据、测试数据和批量都没有定义。整段代码最先撞上的就是轮数。',
      en: 'Epochs, training data, test data and batch size are all undefined. The number of epochs is what the whole program stumbles over first.',
    },
    fix: {
      zh: '先定义数据与超参数，再写循环；最好从头执行一遍再发布。',
      en: 'Define data and settings before the loop, and run a program from the top before publishing it.',
    },
  },
  'tokens-unquoted': {
    title: { zh: '特殊符号没有加引号', en: 'Special tokens without quotation marks' },
    why: {
      zh: '语法错误在运行之前就报：第一行的 print 也没有执行。出自第 4 章那类教程的数据代码。',
      en: 'A syntax error is found before anything runs: not even the first print is executed. From data code of the kind discussed in chapter 4.',
    },
    fix: { zh: '符号是字符串，要加引号。', en: 'Tokens are strings; quote them.' },
  },
  'builds-itself': {
    title: { zh: '类建造了自己', en: 'A class that builds itself' },
    why: {
      zh: '自己的类和导入的类同名，后定义的盖住先定义的。构造函数于是不断构造自己，直到递归太深。',
      en: 'The class has the name of the one it imports, and the later definition hides the earlier. The constructor constructs itself until the recursion is too deep.',
    },
    fix: { zh: '换一个名字。', en: 'Give it a name of its own.' },
  },
  'loss-not-started': {
    title: { zh: '累加之前没有清零', en: 'A sum that was never started' },
    why: {
      zh: '“+=” 要先读旧值，而旧值不存在。就算在循环外设过一次 0，第二轮也会接着第一轮往上加。',
      en: '“+=” first reads the old value, and there is none. Had it been set to 0 once, outside the loop, the second epoch would go on adding to the first.',
    },
    fix: { zh: '每一轮开头都设为 0。', en: 'Set it to 0 at the start of every epoch.' },
  },
  'embedded-twice': {
    title: { zh: '嵌入了两次，还用错了表', en: 'Embedded twice, and in the wrong table' },
    why: {
      zh: '编号先在源文的表里变成浮点向量，解码器又拿这些浮点数去查目标的表。浮点数不是编号，查表的操作拒绝了它。',
      en: 'The ids become vectors in the source table, and the decoder then looks those floats up in the target table. Floats are not ids, so the lookup refuses.',
    },
    fix: {
      zh: '只传编号，让解码器自己嵌入。',
      en: 'Pass ids, and let the decoder embed them.',
    },
  },
  'dropped-layer': {
    title: { zh: '丢掉了层这一维', en: 'The dimension of layers is lost' },
    why: {
      zh: '取 [-1] 只留下最后一层的状态，[L, B, H] 变成 [B, H]。下一步把批里的例子当成了层。TensorFlow.js 的报错离原因很远，PyTorch 说得明白；自己写一句形状断言最好。',
      en: 'Taking [-1] keeps the last layer only: [L, B, H] becomes [B, H], and the next step takes examples for layers. TensorFlow.js complains far from the cause, PyTorch says it plainly; an assertion of your own about the shape is best.',
    },
    fix: {
      zh: '交接全部层的状态，即式 (2.9)。',
      en: 'Hand over the state of every layer: equation (2.9).',
    },
  },
  'overwritten-target': {
    title: { zh: '把目标覆盖了', en: 'The target is overwritten' },
    why: {
      zh: '第一步之后，目标只剩一列；第二步去取第二列，越界。原来的代码有两个分支，一个写进真实符号，一个写进模型自己的，两个都覆盖了目标。',
      en: 'After the first step the target has one column left, and the second step asks for the second. The original had two branches, one storing the true symbol and one the model’s own: both overwrote the target.',
    },
    fix: {
      zh: '下一步的输入另用一个变量；const 会让这种错误写不出来。',
      en: 'Keep the next input in a variable of its own; const makes the mistake impossible to write.',
    },
  },
  'argmax-over-time': {
    title: { zh: '在时间上取最大', en: 'The arg max over time' },
    why: {
      zh: '打分是 [B, T, V]，沿第 1 维取最大得到 [B, V]：每个词在哪一步得分最高，而不是每一步哪个词得分最高。若 V 恰好等于 T，连报错都没有。',
      en: 'The logits are [B, T, V]; along axis 1 the result is [B, V]: at which step each word scores best, not which word scores best at each step. Were V equal to T, there would not even be an error.',
    },
    fix: {
      zh: '沿最后一维取最大，得 [B, T]。',
      en: 'Take it along the last axis: [B, T].',
    },
  },
  'surplus-embeddings': {
    title: { zh: '多余的嵌入表', en: 'Surplus embedding tables' },
    why: {
      zh: '编码器和解码器里已经各有一张表，外层又建两张：一张从未用到，一张用错（缺陷 3）。五百多万个参数占着内存，优化器还要为它们记两份状态。',
      en: 'Encoder and decoder have a table each, and the outer model builds two more: one never used, one misused (defect 3). More than five million parameters take memory, and the optimizer keeps two states for each.',
    },
    fix: {
      zh: '删掉。打印参数个数并和手算对照，是最便宜的检查。',
      en: 'Delete them. Printing the number of parameters and comparing it with one worked out by hand is the cheapest check there is.',
    },
  },
  'answer-as-input': {
    title: { zh: '把答案当输入', en: 'The answer is the input' },
    why: {
      zh: '任务是从一个字母往下数：c 之后写 d e f g。第 t 步喂 y_t，又用 y_t 打分，照抄就能得满分。60 步之后损失和改好的版本一样低，自由生成却一个也不对。',
      en: 'The task is to count on from a letter: after c write d e f g. Fed y_t and scored on y_t, copying is enough. After 60 steps the loss is as low as in the mended version, and in free running not one letter is right.',
    },
    fix: {
      zh: '错开一格：从开头起喂前一个符号，预测后一个。',
      en: 'Shift by one: from the start symbol on, feed the symbol before and predict the one after.',
    },
  },
  'padding-counted': {
    title: { zh: '补齐也计了分', en: 'Padding counts in the loss' },
    why: {
      zh: '两个例子各 2 个真实符号、6 个补齐。一个只会写补齐符的模型，损失比瞎猜低，看上去“学到了东西”。只算真实符号，它比瞎猜差得多。',
      en: 'Two examples, each of 2 real symbols and 6 of padding. A model that says nothing but padding has a lower loss than guessing and seems to have learned something. On real symbols alone it is far worse than guessing.',
    },
    fix: {
      zh: '按式 (2.5) 用掩码只算真实符号；PyTorch 里是 ignore_index。目标还要移位，见缺陷 6。',
      en: 'Score real symbols only, with the mask of equation (2.5); in PyTorch, ignore_index. The target has to be shifted too: see defect 6.',
    },
  },
  'batches-divided': {
    title: { zh: '批数又除了一次批量', en: 'Batches divided again' },
    why: {
      zh: '装载器的长度已经是批数。64000 个例子、批量 64，是 1000 步；再除一次，进度条写着“共 15 步”。',
      en: 'The length of a loader is already a number of batches. With 64,000 examples and batches of 64 there are 1,000 steps; divided again, the progress line says “of 15”.',
    },
    fix: { zh: '直接用装载器的长度。', en: 'Use the length of the loader as it is.' },
  },
  'accuracy-600': {
    title: { zh: '准确率 600%', en: 'An accuracy of 600%' },
    why: {
      zh: '分子数的是符号，最多 B × T 个；分母却是例子数 B。T 是 6，满分就是 600%。模型还差的时候更危险：八个符号只对一个，显示出来却是像模像样的 75%。',
      en: 'Above the line are symbols, at most B × T; below it examples, B. With T = 6 a perfect score is 600%. It is more dangerous while the model is poor: one symbol in eight right shows as a plausible 75%.',
    },
    fix: {
      zh: '除以真实符号的个数。',
      en: 'Divide by the number of real symbols.',
    },
  },
  'evaluated-with-teacher': {
    title: { zh: '评测时还在教', en: 'Evaluated with the teacher in the room' },
    why: {
      zh: '这个模型只认错一个字母。每步都喂真实符号，错了也马上被扶正，准确率很高；让它读自己写的，一错到底。原来的代码还没有切到评测模式，逐批印分而不汇总，遇到结束符也不停。',
      en: 'This model gets one letter wrong. Fed the truth at every step it is put right at once and scores high; reading its own writing, it stays wrong. The original also stayed in training mode, printed a score per batch without a total, and did not stop at the end symbol.',
    },
    fix: {
      zh: '评测模式，教师强制比例为 0，自由生成，遇结束符停，全部累加后再除。',
      en: 'Evaluation mode, teacher forcing 0, free running, stop at the end symbol, and divide once, after adding everything up.',
    },
  },
  'no-clipping': {
    title: { zh: '没有梯度裁剪', en: 'No gradient clipping' },
    why: {
      zh: '同一个权重 u 连乘三十次，应当得 1。u 从 1.4 起步，第一个梯度就有二百五十亿；走一步，之后全是 NaN。循环网络沿时间做的就是这种连乘。',
      en: 'One weight u, multiplied by itself thirty times, should come out at 1. From u = 1.4 the first gradient is 25 billion; one step, and everything after is NaN. This is what a recurrent network does along time.',
    },
    fix: {
      zh: '按式 (2.15) 裁剪。同时补上：种子、验证集、检查点、设备。',
      en: 'Clip as in equation (2.15). Add with it: a seed, a validation set, checkpoints, the device.',
    },
  },
  'last-state-only': {
    title: { zh: '只交出末状态', en: 'Only the last state is handed over' },
    why: {
      zh: '每个位置的输出都丢掉了，整个词要挤进 8 个数。而且同一个词后面多三个补齐符，交出的状态就变了样：结果取决于同批里最长的词。',
      en: 'The outputs of all positions are thrown away: the whole word has to fit into 8 numbers. And three padding symbols after the same word change that state, so the result depends on the longest word in the batch.',
    },
    fix: {
      zh: '用掩码或打包（packing）让补齐不动状态，式 (2.10)；留下全部位置并加注意力。瓶颈的代价可在图 2.2 里训练出来看。',
      en: 'Mask or pack, so that padding leaves the state alone: equation (2.10). Keep all positions and add attention. What the bottleneck costs can be trained and seen in Figure 2.2.',
    },
  },
  'double-relu': {
    title: { zh: '前馈层用了两次 ReLU', en: 'A feed-forward layer with two ReLUs' },
    why: {
      zh: '外面多一层 ReLU，再加 b₂：没有一个输出低于 b₂。残差流于是只能往一个方向加。',
      en: 'With a second ReLU outside, and b₂ added after it, no output is below b₂. What is added to the residual stream can then push in one direction only.',
    },
    fix: {
      zh: 'ReLU 只用一次，在两个矩阵之间：max(0, xW₁ + b₁)W₂ + b₂。',
      en: 'One ReLU, between the two matrices: max(0, xW₁ + b₁)W₂ + b₂.',
    },
  },
  'adam-uncorrected': {
    title: { zh: 'Adam 少了偏差修正', en: 'Adam without bias correction' },
    why: {
      zh: '两个滑动平均都从 0 开始，但偏小的程度不同：第一步的步长是应有的 0.1/√0.001 ≈ 3.16 倍。从 5 出发，一步到 4.684 而不是 4.900；二十步后冲过了头。',
      en: 'Both averages start at 0, but they are too small by different factors: the first step is 0.1/√0.001 ≈ 3.16 times what it should be. From 5 it goes to 4.684 instead of 4.900, and after twenty steps it has overshot.',
    },
    fix: {
      zh: '除以 1 − β₁ᵗ 和 1 − β₂ᵗ，见第 3 章。',
      en: 'Divide by 1 − β₁ᵗ and 1 − β₂ᵗ: see chapter 3.',
    },
  },
  'one-head': {
    title: { zh: '单头冒充“多头”', en: 'One head, called multi-head' },
    why: {
      zh: '一个头只给出一份加权平均。要同时看“谁咬”和“咬谁”，它只好各取一半，于是“狗咬人”和“人咬狗”读出来一样。',
      en: 'One head gives one weighted mean. To look at who bites and at who is bitten it has to take half of each, and so “dog bites man” and “man bites dog” read the same.',
    },
    fix: {
      zh: '每个头各有投影、各看一处，结果首尾相接，再乘 Wᴼ，见第 3 章。',
      en: 'Each head has projections of its own and looks at a place of its own; the results are joined and multiplied by Wᴼ. See chapter 3.',
    },
  },
  'no-positions': {
    title: { zh: '注意力没有位置', en: 'Attention without positions' },
    why: {
      zh: '不加位置，注意力对次序不敏感：打乱句子，各词的输出只是跟着换了位置，“咬”这个词得到的向量一模一样。',
      en: 'Without positions attention does not see order: shuffle the sentence and the outputs are shuffled with it. The word “bites” gets exactly the same vector.',
    },
    fix: {
      zh: '加上位置编码，见第 3 章。',
      en: 'Add positions: see chapter 3.',
    },
  },
  'no-shift': {
    title: { zh: '语言模型忘了移位', en: 'A language model without the shift' },
    why: {
      zh: '输入和目标是同一个窗口。损失降到和改好的版本一样低，写出来的却只有“我我我”。',
      en: 'Input and target are the same window. The loss falls as low as in the mended version, and what it writes is its first character over and over.',
    },
    fix: {
      zh: '目标比输入晚一个位置。',
      en: 'The target is one position later than the input.',
    },
  },
  'no-causal-mask': {
    title: { zh: '忘了因果掩码', en: 'The causal mask is missing' },
    why: {
      zh: '字母是随机的，谁也猜不中，损失不可能低于 ln 8 ≈ 2.079。没有掩码时却低得多，在没见过的字母上也一样：每个位置都偷看了下一个。只有最后一个位置无处可看，所以损失不是 0。',
      en: 'The letters are random, so nobody can do better than ln 8 ≈ 2.079. Without the mask the loss is far lower, on letters never seen too: every position looks at the next. Only the last has nowhere to look, which is why the loss is not 0.',
    },
    fix: {
      zh: '加上因果掩码。在随机数据上训练，是找泄漏的好办法：学得会，就是漏了。',
      en: 'Add the causal mask. Training on random data is a good test for leaks: if it learns, something leaks.',
    },
  },
  'mean-of-means': {
    title: { zh: '验证损失：平均数的平均数', en: 'Validation loss: a mean of means' },
    why: {
      zh: '60 个词元的一批平均 2，最后一批只有 4 个词元，平均 6。两批各算一半，损失成了 4；按词元算是 2.25。取指数成困惑度，差距是 54.6 对 9.5。',
      en: 'A batch of 60 tokens has a mean of 2; the last, of only 4 tokens, has 6. Counted half each, the loss is 4; per token it is 2.25. As perplexities that is 54.6 against 9.5.',
    },
    fix: {
      zh: '先把词元的损失全部加起来，最后除一次；每一轮都从 0 开始。',
      en: 'Add up the losses of all tokens and divide once; start from 0 in every epoch.',
    },
  },
};
