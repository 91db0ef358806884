/**
 * The LSTM over a whole sequence and back. Rows of a batch do not know of each other, so one chunk
 * is a block of rows and runs through all steps without waiting for the others.
 */
import { LstmArguments, LstmGradientArguments } from '../../wasm/assembly/arguments';
import { multiplyPacked } from '../../wasm/assembly/product';
import { panelAt } from '../../wasm/assembly/scratch';
import { loadPart, sigmoid, splat, storePart, tanh } from '../../wasm/assembly/vector';

/**
 * Arguments: projected [B, T, 4H], h₀ [B, H], c₀ [B, H], U packed (K = H, N = 4H), real [B, T] (0:
 * all real), out all [B, T + 1, H] (every h, then the last c), out gates [B, T, 4H], out h and c
 * before every step [B, T, H], out tanh c [B, T, H]; B, T, H, rows of a chunk.
 */
export function lstm(p: LstmArguments, chunk: i32, scratch: usize): void {
  const B = p.B;
  const T = p.T;
  const H = p.H;
  const high = p.high;
  const b0 = chunk * high;
  const M = min(high, B - b0);
  const state = (<usize>H) << 2; // bytes of one h
  const gate = state << 2; // bytes of the four gates
  const packed = p.packed;
  const real = p.real;
  for (let m = b0; m < b0 + M; m++) {
    const at = <usize>m * state;
    const first = <usize>m * <usize>T * state;
    memory.copy(p.h + first, p.h0 + at, state);
    memory.copy(p.c + first, p.c0 + at, state);
  }
  for (let t = 0; t < T; t++) {
    const at = <usize>b0 * <usize>T + <usize>t;
    const gates = p.gates + at * gate;
    const before = p.h + at * state;
    multiplyPacked(
      before,
      <usize>T * state,
      4,
      packed,
      state << 3,
      p.projected + at * gate,
      <usize>T * gate,
      32,
      gates,
      <usize>T * gate,
      M,
      4 * H,
      H,
      scratch + panelAt,
    );
    for (let m = 0; m < M; m++) {
      const row = (<usize>(b0 + m) * <usize>T + <usize>t) * state;
      const z = gates + <usize>m * <usize>T * gate;
      const h = p.h + row;
      const c = p.c + row;
      const tanhC = p.tanhC + row;
      const all = p.all + (<usize>(b0 + m) * <usize>(T + 1) + <usize>t) * state;
      const runs = real == 0 || f32.load(real + ((<usize>((b0 + m) * T + t)) << 2)) != 0;
      const more = t + 1 < T;
      for (let j = 0; j < H; j += 4) {
        const o = (<usize>j) << 2;
        const count = H - j;
        let nextC = loadPart(c + o, count);
        let nextH = loadPart(h + o, count);
        const i = sigmoid(loadPart(z + o, count));
        const f = sigmoid(loadPart(z + state + o, count));
        const g = tanh(loadPart(z + 2 * state + o, count));
        const out = sigmoid(loadPart(z + 3 * state + o, count));
        storePart(z + o, i, count);
        storePart(z + state + o, f, count);
        storePart(z + 2 * state + o, g, count);
        storePart(z + 3 * state + o, out, count);
        if (runs) nextC = f32x4.add(f32x4.mul(f, nextC), f32x4.mul(i, g));
        const bounded = tanh(nextC);
        if (runs) nextH = f32x4.mul(out, bounded);
        storePart(tanhC + o, bounded, count);
        storePart(all + o, nextH, count);
        if (more) {
          storePart(h + state + o, nextH, count);
          storePart(c + state + o, nextC, count);
        } else {
          storePart(all + state + o, nextC, count);
        }
      }
    }
  }
}

/**
 * Back-propagation through time. Arguments: dAll [B, T + 1, H], gates [B, T, 4H], c before every
 * step [B, T, H], tanh c [B, T, H], Uᵀ packed (K = 4H, N = H), real [B, T] (0: all real), out dz
 * [B, T, 4H], out dh₀ [B, H], out dc₀ [B, H]; B, T, H, rows of a chunk.
 */
export function lstmGradient(p: LstmGradientArguments, chunk: i32, scratch: usize): void {
  const B = p.B;
  const T = p.T;
  const H = p.H;
  const high = p.high;
  const b0 = chunk * high;
  const M = min(high, B - b0);
  const state = (<usize>H) << 2;
  const gate = state << 2;
  const packed = p.packed;
  const real = p.real;
  const dh0 = p.dh0 + <usize>b0 * state;
  const dc0 = p.dc0 + <usize>b0 * state;
  memory.fill(dh0, 0, <usize>M * state);
  for (let m = 0; m < M; m++) {
    const last = p.dAll + (<usize>(b0 + m) * <usize>(T + 1) + <usize>T) * state;
    memory.copy(dc0 + <usize>m * state, last, state);
  }
  for (let t = T - 1; t >= 0; t--) {
    const dz = p.dz + (<usize>b0 * <usize>T + <usize>t) * gate;
    for (let m = 0; m < M; m++) {
      const row = <usize>(b0 + m) * <usize>T + <usize>t;
      const dAll = p.dAll + (<usize>(b0 + m) * <usize>(T + 1) + <usize>t) * state;
      const gates = p.gates + row * gate;
      const before = p.c + row * state;
      const tanhC = p.tanhC + row * state;
      const out = dz + <usize>m * <usize>T * gate;
      const dh = dh0 + <usize>m * state;
      const dc = dc0 + <usize>m * state;
      if (real != 0 && f32.load(real + (row << 2)) == 0) {
        // The state was held: the gradient passes straight to the step before.
        memory.fill(out, 0, gate);
        for (let j = 0; j < H; j += 4) {
          const o = (<usize>j) << 2;
          const count = H - j;
          storePart(dh + o, f32x4.add(loadPart(dh + o, count), loadPart(dAll + o, count)), count);
        }
        continue;
      }
      const one = splat(1);
      for (let j = 0; j < H; j += 4) {
        const o = (<usize>j) << 2;
        const count = H - j;
        const i = loadPart(gates + o, count);
        const f = loadPart(gates + state + o, count);
        const g = loadPart(gates + 2 * state + o, count);
        const u = loadPart(gates + 3 * state + o, count);
        const bounded = loadPart(tanhC + o, count);
        const c = loadPart(before + o, count);
        const dhNew = f32x4.add(loadPart(dh + o, count), loadPart(dAll + o, count));
        const slope = f32x4.sub(one, f32x4.mul(bounded, bounded));
        const dCell = f32x4.add(
          loadPart(dc + o, count),
          f32x4.mul(f32x4.mul(dhNew, u), slope),
        );
        const di = f32x4.mul(f32x4.mul(dCell, g), f32x4.mul(i, f32x4.sub(one, i)));
        const df = f32x4.mul(f32x4.mul(dCell, c), f32x4.mul(f, f32x4.sub(one, f)));
        const dg = f32x4.mul(f32x4.mul(dCell, i), f32x4.sub(one, f32x4.mul(g, g)));
        const du = f32x4.mul(f32x4.mul(dhNew, bounded), f32x4.mul(u, f32x4.sub(one, u)));
        storePart(out + o, di, count);
        storePart(out + state + o, df, count);
        storePart(out + 2 * state + o, dg, count);
        storePart(out + 3 * state + o, du, count);
        storePart(dc + o, f32x4.mul(dCell, f), count);
        storePart(dh + o, splat(0), count);
      }
    }
    // dh = dz Uᵀ, added to what passed straight through.
    multiplyPacked(
      dz,
      <usize>T * gate,
      4,
      packed,
      gate << 3,
      dh0,
      state,
      32,
      dh0,
      state,
      M,
      H,
      4 * H,
      scratch + panelAt,
    );
  }
}
