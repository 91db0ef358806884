/**
 * The LSTM over a whole sequence on WebGL, two programs a time step: forward the gates, with the
 * recurrent product in them, then both states; backward the gradient of h, with the product in it,
 * then those of the gates and of c.
 *
 * B batch, T time, H hidden. What one time step makes has its parts first, [parts, B, H], so that
 * no block of a texture crosses from one part into the next; at the end the steps are put side by
 * side. The parts of a state are c, h and tanh c.
 */
import * as tf from '@tensorflow/tfjs-core';
import { anyColumn, blockProgram, type Info, type Scope } from '../../webgl/program.ts';

/** One part of what a time step made. */
type Part = readonly [step: Info, part: number];

/** GLSL: `<name>Rows(example, t, column)`, two rows of the batch at time t from a sequence [B, T, …]. */
const rowsOf = (name: string, B: number) => `
  ${anyColumn(name)}
  vec4 ${name}Rows(int example, int t, int column) {
    return vec4(
      pickRow(${name}At(example, t, column), t),
      pickRow(${name}At(min(example + 1, ${B - 1}), t, column), t)
    );
  }
`;

/** GLSL: `running(example, t)`, whether two rows of the batch have not yet ended at time t. */
const running = (padded: boolean) => `
  bvec4 running(int example, int t) {
    ${padded ? 'vec4 real = getReal(0, example, t);' : 'vec4 real = vec4(1.);'}
    return greaterThan((t & 1) == 0 ? real.xxzz : real.yyww, vec4(0.5));
  }
`;

/** The gates i, f, g, o of one step, [4, B, H]. */
function gatesProgram(B: number, H: number) {
  return blockProgram({
    inputs: ['projected', 'state', 'recurrent'],
    shape: [4, B, H],
    uniforms: { t: 'int' },
    code: `
      ${rowsOf('projected', B)}
      ${anyColumn('recurrent')}
      vec4 block(ivec3 at) {
        int column = at.x * ${H} + at.z;
        vec4 z = projectedRows(at.y, t, column);
        for (int k = 0; k < ${H}; k += 2) {
          z += times(getState(1, at.y, k), recurrentAt(0, k, column));
        }
        return at.x == 2 ? tanhOf(z) : 1. / (1. + exp(-z));
      }
    `,
  });
}

/** The state after one step, [3, B, H]. */
function stateProgram(B: number, H: number, padded: boolean) {
  return blockProgram({
    inputs: ['gates', 'state', ...(padded ? ['real'] : [])],
    shape: [3, B, H],
    uniforms: { t: 'int' },
    code: `
      ${running(padded)}
      vec4 block(ivec3 at) {
        vec4 c = getState(0, at.y, at.z);
        vec4 written = getGates(0, at.y, at.z) * getGates(2, at.y, at.z);
        vec4 next = getGates(1, at.y, at.z) * c + written;
        bvec4 runs = running(at.y, t);
        if (at.x == 0) return mix(c, next, runs);
        vec4 bounded = tanhOf(next);
        if (at.x == 2) return bounded;
        return mix(getState(1, at.y, at.z), getGates(3, at.y, at.z) * bounded, runs);
      }
    `,
  });
}

/** The state before the first step. */
function startProgram(B: number, H: number) {
  return blockProgram({
    inputs: ['h', 'c'],
    shape: [3, B, H],
    code: `
      vec4 block(ivec3 at) {
        return at.x == 0 ? getC(0, at.y, at.z) : getH(0, at.y, at.z);
      }
    `,
  });
}

/** Puts `count` parts of every step, from the named one on, side by side: [B, steps, count H]. */
function gather(scope: Scope, parts: readonly Part[], count = 1): Info {
  const [, B, H] = parts[0]![0].shape as [number, number, number];
  const most = Math.min(16, tf.env().getNumber('WEBGL_MAX_TEXTURES_IN_SHADER'));
  const pieces: Info[] = [];
  for (let start = 0; start < parts.length; start += most) {
    const some = parts.slice(start, start + most);
    const shape = [B, some.length, count * H];
    const cases = some.map(
      ([, first], t) =>
        `if (t == ${t}) return pick(getStep${t}(part + ${first}, example, own), example, own);`,
    );
    const program = blockProgram({
      inputs: some.map((_, t) => `step${t}`),
      shape,
      code: `
        float element(int example, int t, int column) {
          int part = column / ${H};
          int own = column - part * ${H};
          ${cases.join('\n')}
          return 0.;
        }
        vec4 block(ivec3 at) {
          return vec4(
            element(at.x, at.y, at.z), element(at.x, at.y, at.z + 1),
            element(at.x, at.y + 1, at.z), element(at.x, at.y + 1, at.z + 1)
          );
        }
      `,
    });
    const steps = some.map(([step]) => step);
    pieces.push(scope.run(program, steps, { shape }));
  }
  if (pieces.length === 1) return pieces[0]!;
  return scope.concat(pieces, 1);
}

/**
 * projected [B, T, 4H], h₀ and c₀ [B, H], U [H, 4H], maybe real [B, T] → every h and the last c
 * [B, T + 1, H], gates [B, T, 4H], h and c before each step and tanh c [B, T, H].
 */
export function lstm(
  scope: Scope,
  inputs: Record<'projected' | 'h0' | 'c0' | 'recurrent', Info> & { readonly real?: Info },
): Info[] {
  const { projected, h0, c0, recurrent, real } = inputs;
  const [B, T] = projected.shape as [number, number, number];
  const H = h0.shape[1]!;
  const padding = real === undefined ? [] : [real];
  const [gatesOf, stateOf] = [gatesProgram(B, H), stateProgram(B, H, real !== undefined)];
  const states = [scope.run(startProgram(B, H), [h0, c0], { shape: [3, B, H] })];
  const gates: Info[] = [];
  for (let t = 0; t < T; t++) {
    const state = states[t]!;
    const at = { values: [t], shape: [4, B, H] };
    gates.push(scope.run(gatesOf, [projected, state, recurrent], at));
    const next = { values: [t], shape: [3, B, H] };
    states.push(scope.run(stateOf, [gates[t]!, state, ...padding], next));
  }
  const [before, after] = [states.slice(0, T), states.slice(1)];
  const all: Part[] = [...after.map((state): Part => [state, 1]), [states[T]!, 0]];
  const part = (steps: readonly Info[], part: number) => steps.map((step): Part => [step, part]);
  return [
    gather(scope, all),
    gather(scope, part(gates, 0), 4),
    gather(scope, part(before, 1)),
    gather(scope, part(before, 0)),
    gather(scope, part(after, 2)),
  ];
}

/**
 * The gradient of h after step t, [B, H]: what it receives from outside, and from step t + 1 through
 * the product dz Uᵀ or, where the state was held there, as it is.
 */
function hiddenProgram(B: number, H: number, last: boolean, padded: boolean) {
  const later = `
    for (int gate = 0; gate < 4; gate++) {
      for (int k = 0; k < ${H}; k += 2) {
        sum += timesTransposed(getStep(gate, at.y, k), recurrentAt(0, at.z, gate * ${H} + k));
      }
    }
    ${padded ? 'sum += mix(getDh(0, at.y, at.z), vec4(0.), running(at.y, t + 1));' : ''}
  `;
  return blockProgram({
    inputs: last ? ['dAll'] : ['dAll', 'step', 'recurrent', ...(padded ? ['dh', 'real'] : [])],
    shape: [B, H],
    uniforms: { t: 'int' },
    code: `
      ${rowsOf('dAll', B)}
      ${last ? '' : anyColumn('recurrent')}
      ${!last && padded ? running(true) : ''}
      vec4 block(ivec3 at) {
        vec4 sum = t < 0 ? vec4(0.) : dAllRows(at.y, t, at.z);
        ${last ? '' : later}
        return sum;
      }
    `,
  });
}

/** The gradients of the four gates' sums and of c before step t, [5, B, H]. */
function stepProgram(B: number, T: number, H: number, last: boolean, padded: boolean) {
  return blockProgram({
    inputs: ['dh', last ? 'dAll' : 'step', 'gates', 'c', 'tanhC', ...(padded ? ['real'] : [])],
    shape: [5, B, H],
    uniforms: { t: 'int' },
    code: `
      ${['gates', 'c', 'tanhC', ...(last ? ['dAll'] : [])].map((name) => rowsOf(name, B)).join('')}
      ${running(padded)}
      vec4 gate(int example, int which, int column) {
        return gatesRows(example, t, which * ${H} + column);
      }
      vec4 block(ivec3 at) {
        vec4 dh = getDh(0, at.y, at.z);
        vec4 dc = ${last ? `dAllRows(at.y, ${T}, at.z)` : 'getStep(4, at.y, at.z)'};
        vec4 o = gate(at.y, 3, at.z);
        vec4 bounded = tanhCRows(at.y, t, at.z);
        bvec4 runs = running(at.y, t);
        if (at.x == 3) return mix(vec4(0.), dh * bounded * o * (1. - o), runs);
        vec4 dCell = dc + dh * o * (1. - bounded * bounded);
        vec4 f = gate(at.y, 1, at.z);
        if (at.x == 4) return mix(dc, dCell * f, runs);
        if (at.x == 1) {
          return mix(vec4(0.), dCell * cRows(at.y, t, at.z) * f * (1. - f), runs);
        }
        vec4 i = gate(at.y, 0, at.z);
        vec4 g = gate(at.y, 2, at.z);
        vec4 dz = at.x == 0 ? dCell * g * i * (1. - i) : dCell * i * (1. - g * g);
        return mix(vec4(0.), dz, runs);
      }
    `,
  });
}

/** dAll [B, T + 1, H] and what the forward pass kept → gradients of projected, U, h₀, c₀. */
export function lstmGradient(
  scope: Scope,
  inputs: Record<'dAll' | 'gates' | 'h' | 'c' | 'tanhC' | 'recurrent', Info> & {
    readonly real?: Info;
  },
): Info[] {
  const { dAll, gates, h, c, tanhC, recurrent, real } = inputs;
  const [B, T, H] = h.shape as [number, number, number];
  const padded = real !== undefined;
  const padding = padded ? [real] : [];
  const receive = hiddenProgram(B, H, false, padded);
  const hidden = (t: number, step: Info, dh: Info) => {
    const from = [dAll, step, recurrent, ...(padded ? [dh, real] : [])];
    return scope.run(receive, from, { values: [t], shape: [B, H] });
  };
  const through = stepProgram(B, T, H, false, padded);
  const kept = [gates, c, tanhC, ...padding];
  const end = { values: [T - 1], shape: [B, H] };
  let dh = scope.run(hiddenProgram(B, H, true, padded), [dAll], end);
  const first = { values: [T - 1], shape: [5, B, H] };
  let step = scope.run(stepProgram(B, T, H, true, padded), [dh, dAll, ...kept], first);
  const steps = [step];
  for (let t = T - 2; t >= 0; t--) {
    dh = hidden(t, step, dh);
    step = scope.run(through, [dh, step, ...kept], { values: [t], shape: [5, B, H] });
    steps.unshift(step);
  }
  const dz = gather(
    scope,
    steps.map((step): Part => [step, 0]),
    4,
  );
  const rows = (x: Info, columns: number) => scope.reshape(x, [B * T, columns]);
  const transposed = { transposeA: true, transposeB: false };
  const factors = { a: rows(h, H), b: rows(dz, 4 * H) };
  const dRecurrent = scope.stock('BatchMatMul', factors, transposed);
  const cellProgram = blockProgram({
    inputs: ['step'],
    shape: [B, H],
    code: 'vec4 block(ivec3 at) { return getStep(4, at.y, at.z); }',
  });
  const dc0 = scope.run(cellProgram, [step], { shape: [B, H] });
  return [dz, dRecurrent, hidden(-1, step, dh), dc0];
}
