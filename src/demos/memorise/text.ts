/** The words of the demo, in both languages. */
import type { Language } from '../../language.ts';

const zh = {
  title: '一个两层的小解码器背一句话',
  tokens: '七个位置：输入、应写出的字、模型写出的字',
  begin: '开始',
  position: '位置',
  input: '输入',
  target: '应写',
  written: '写出',
  loss: '损失',
  judged: '这句话的损失',
  steps: '步数',
  right: '写对',
  uniform: (vocabulary: number, value: string) => `瞎猜 ln ${vocabulary} = ${value}`,
  done: '背下来了：每个位置写出的都是下一个字。',
  probe: '改掉最后一个字，看前面变不变',
  probed: (changed: string, difference: string) =>
    `把输入改成“${changed}”之后，前面各位置的输出最大变化：${difference}。因果掩码让每个位置只看得到自己和前面。`,
};

const en: typeof zh = {
  title: 'A small decoder of two layers learns one sentence',
  tokens: 'Seven positions: input, the character it should write, the one it writes',
  begin: 'start',
  position: 'Position',
  input: 'Input',
  target: 'Should',
  written: 'Writes',
  loss: 'Loss',
  judged: 'Loss on this sentence',
  steps: 'Step',
  right: 'Right',
  uniform: (vocabulary, value) => `guessing ln ${vocabulary} = ${value}`,
  done: 'Learnt by heart: every position writes the next character.',
  probe: 'Change the last character: does anything before it change?',
  probed: (changed, difference) =>
    `With the input changed to “${changed}”, the outputs at all earlier positions change by at most ${difference}. The causal mask lets each position see only itself and what came before.`,
};

export type MemoriseText = typeof zh;

export const memoriseText: Readonly<Record<Language, MemoriseText>> = { zh, en };
