/** What a reader is told of a run that waits, is waited for, or was left. */
import type { Language, Localised } from '../../language.ts';

export const pageLeft: Localised = {
  zh: '离开这一页时训练停下了；曲线还在，点“训练”可以重来。',
  en: 'Training stopped when this page was left; the curve is kept, and Train starts again.',
};

export const pausedAway: Localised = {
  zh: '离开这一页时训练暂停了，模型还在；点“继续”就接着走。',
  en: 'Training was paused when this page was left, and the model is still here; Resume goes on.',
};

export const notRestarted: Localised = {
  zh: '你退回了这一页：上次的曲线没有留下，训练也没有自动重来；点“训练”可以再走一次。',
  en: 'You came back to this page: the curve of before was not kept, and training did not start over by itself. Press Train to run it again.',
};

const zh = {
  pausing: '正在暂停：做完手上这几步就停…',
  resetting: '正在重置…',
  silent: (seconds: number) => `训练线程已有 ${seconds} 秒没有应答；点“重置”可以结束它。`,
  silentPreparing: (seconds: number) =>
    `训练线程已忙了 ${seconds} 秒：第一次编译可能要一两分钟；点“重置”可以放弃。`,
  othersTrain: (count: number) =>
    `这个浏览器里还有 ${count} 个训练在进行：它们分用处理器，各自都会慢一些。`,
};

const en: typeof zh = {
  pausing: 'Pausing after the steps at hand…',
  resetting: 'Resetting…',
  silent: (seconds) => `The training worker has not answered for ${seconds} s; Reset ends it.`,
  silentPreparing: (seconds) =>
    `The training worker has been busy for ${seconds} s: compiling for the first time may take a minute or two. Reset gives it up.`,
  othersTrain: (count) =>
    count === 1
      ? 'Another run trains in this browser: the two share the processor, and each is slower.'
      : `${count} other runs train in this browser: they share the processor, and each is slower.`,
};

export const notes: Readonly<Record<Language, typeof zh>> = { zh, en };
