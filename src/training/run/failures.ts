/** What a run that fails says to its reader. */
import { BackendFault } from '../../engine/fault.ts';
import { ReaderError, type Localised } from '../../language.ts';
import { backendNames, type BackendId } from '../config.ts';

export function notFinite(step: number): ReaderError {
  return new ReaderError('not-finite', {
    zh: `第 ${step} 步的损失不再是有限的数（溢出）。请调低学习率，或打开梯度裁剪，然后重新训练。`,
    en: `At step ${step} the loss stopped being a finite number (it overflowed). Lower the learning rate or switch on clipping, then train again.`,
  });
}

export const notPrepared = (): ReaderError =>
  new ReaderError('not-prepared', {
    zh: '还没有模型；请先点“训练”。',
    en: 'There is no model yet; press Train first.',
  });

export const cannotResume = (): ReaderError =>
  new ReaderError('cannot-resume', {
    zh: '存下的训练不属于现在的设置，不能接着走；点“训练”会从头开始。',
    en: 'The training that was kept is not of this setting and cannot go on; Train starts from the beginning.',
  });

export function deviceLost(backend: BackendId): ReaderError {
  const name = backendNames[backend];
  return new ReaderError('device-lost', {
    zh: `训练用的显卡断开了（${name}）：可能是驱动重启、显存不足或电脑休眠。已画出的曲线还在；再点“训练”会从头开始，${name} 若没有恢复，“自动”会换一个后端。`,
    en: `The graphics device used for training was lost (${name}): its driver restarted, memory ran out or the computer slept. The curve drawn so far is kept. Train starts again from the beginning; if ${name} has not come back, “automatic” takes another backend.`,
  });
}

/** The backend gave a loss that no model of ours can have before it was trained. */
export function implausible(backend: BackendId, loss: number): ReaderError {
  const name = backendNames[backend];
  const value = Number(loss.toPrecision(3));
  return new ReaderError('computes-wrongly', {
    zh: `第 1 步的损失是 ${value}，还没训练过的模型不可能是这个数：${name} 在这台设备上算错了。请换一个后端，再点“训练”。`,
    en: `The loss at step 1 is ${value}, which no untrained model can have: ${name} computes wrongly on this device. Choose another backend and press Train again.`,
  });
}

function outOfMemory(backend: string): Localised {
  return {
    zh: `${backend} 的内存不够用。请调小批量、上下文或宽度，再点“训练”。`,
    en: `${backend} ran out of memory. Choose a smaller batch, context or width and press Train again.`,
  };
}

function refused({ backend, message }: BackendFault): Localised {
  const name = backendNames[backend];
  // The first line says what; the rest is for programmers.
  const detail = message.split('\n', 1)[0]!.slice(0, 160);
  return {
    zh: `${name} 拒绝了一部分计算，它算出的数不能再信（${detail}）。请换一个后端，或调小批量、上下文或宽度，再点“训练”。`,
    en: `${name} refused a part of the work, so that its numbers cannot be trusted any more (${detail}). Choose another backend, or a smaller batch, context or width, and press Train again.`,
  };
}

const aboutMemory = /memory|allocat|out of bounds|buffer size/i;

export function describe(error: unknown): { code: string; message: Localised } {
  if (error instanceof ReaderError) return { code: error.code, message: error.localised };
  if (error instanceof BackendFault) {
    return error.kind === 'out-of-memory'
      ? { code: 'out-of-memory', message: outOfMemory(backendNames[error.backend]) }
      : { code: 'computes-wrongly', message: refused(error) };
  }
  const detail = error instanceof Error ? error.message : String(error);
  if (aboutMemory.test(detail)) {
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
