/** What a run that fails says to its reader. */
import { ReaderError, type Localised } from '../language.ts';
import { backendNames, type BackendId } from './config.ts';

export function notFinite(step: number): ReaderError {
  return new ReaderError('not-finite', {
    zh: `第 ${step} 步的损失不再是有限的数（溢出）。请调低学习率，或打开梯度裁剪，然后重新训练。`,
    en: `At step ${step} the loss stopped being a finite number (it overflowed). Lower the learning rate or switch on clipping, then train again.`,
  });
}

export function deviceLost(backend: BackendId): ReaderError {
  const name = backendNames[backend];
  return new ReaderError('device-lost', {
    zh: `训练用的显卡断开了（${name}）：可能是驱动重启、显存不足或电脑休眠。已画出的曲线还在；再点“训练”会从头开始，${name} 若没有恢复，“自动”会换一个后端。`,
    en: `The graphics device used for training was lost (${name}): its driver restarted, memory ran out or the computer slept. The curve drawn so far is kept. Train starts again from the beginning; if ${name} has not come back, “automatic” takes another backend.`,
  });
}

const outOfMemory = /memory|allocat|out of bounds|buffer size/i;

export function describe(error: unknown): { code: string; message: Localised } {
  if (error instanceof ReaderError) return { code: error.code, message: error.localised };
  const detail = error instanceof Error ? error.message : String(error);
  if (outOfMemory.test(detail)) {
    return {
      code: 'out-of-memory',
      message: {
        zh: `内存不够用（${detail}）。请调小批量、上下文或宽度后重新训练。`,
        en: `There was not enough memory (${detail}). Choose a smaller batch, context or width and train again.`,
      },
    };
  }
  return {
    code: 'internal',
    message: {
      zh: `训练因程序错误而停止：${detail}`,
      en: `Training stopped because of a fault in the program: ${detail}`,
    },
  };
}
