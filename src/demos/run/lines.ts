/** Words on what computes a run: the lines that the text prints, or kernels of ours. */
import type { Localised } from '../../language.ts';

export const linesText = {
  exactly: { zh: '只跑这几行', en: 'Exactly these lines' },
  explain: {
    zh: '改用 CPU 后端：正文里印出的定义由 TensorFlow.js 逐行运行，没有我们自己的内核，也不重放。慢得多；设置和种子相同，曲线在舍入误差之内相同。',
    en: 'Takes the CPU backend: TensorFlow.js runs the definitions printed in the text line by line, without kernels of ours and without replay. Much slower; with the same setting and seed the curve is the same within rounding.',
  },
  lines: {
    zh: 'CPU 后端上运行的就是正文里印出的定义，逐行运行。',
    en: 'On the CPU backend the definitions printed in the text are what runs, line by line.',
  },
  kernels: {
    zh: '在 WebGPU、WebGL 和 WASM 上，正文里的运算由我们自己的内核完成。内核对照印出的定义和 PyTorch 测试过：tests/browser/kernels.test.ts、tests/browser/ops.test.ts、tests/parity/。',
    en: 'On WebGPU, WebGL and WASM the operations of the text are kernels of ours, tested against the printed definitions and against PyTorch: tests/browser/kernels.test.ts, tests/browser/ops.test.ts, tests/parity/.',
  },
} as const satisfies Record<string, Localised>;
