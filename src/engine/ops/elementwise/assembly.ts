/** Functions of one and of two numbers, element by element, as TensorFlow.js names them. */
import { BinaryArguments, UnaryArguments, NotEqualArguments, ToFloatsArguments } from '../../wasm/assembly/arguments';
import { loadPart, sigmoid, splat, storePart, tanh } from '../../wasm/assembly/vector';

/** The order is that of `unaryNames` in `wasm.ts`. */
@inline
function unaryOf(operation: i32, x: v128): v128 {
  if (operation == 0) return tanh(x);
  if (operation == 1) return sigmoid(x);
  if (operation == 2) return f32x4.mul(x, x);
  if (operation == 3) return f32x4.neg(x);
  if (operation == 4) return f32x4.pmax(x, splat(0));
  // 1 where x is positive; a number that is none stays one.
  return v128.bitselect(splat(1), v128.and(f32x4.ne(x, x), x), f32x4.gt(x, splat(0)));
}

@inline
function unaryRun(operation: i32, x: usize, y: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2;
    storePart(y + at, unaryOf(operation, loadPart(x + at, count - i)), count - i);
  }
}

/** Arguments: operation, x, out y; size, elements of a chunk (a multiple of 4). */
export function unary(p: UnaryArguments, chunk: i32): void {
  const wide = p.wide;
  const first = (<usize>(chunk * wide)) << 2;
  const x = p.x + first;
  const y = p.y + first;
  const count = min(wide, p.size - chunk * wide);
  switch (p.operation) {
    case 0: unaryRun(0, x, y, count); break;
    case 1: unaryRun(1, x, y, count); break;
    case 2: unaryRun(2, x, y, count); break;
    case 3: unaryRun(3, x, y, count); break;
    case 4: unaryRun(4, x, y, count); break;
    default: unaryRun(5, x, y, count);
  }
}

/**
 * Which numbers differ from one, as bytes of 0 and 1. Arguments: x, where the one is, out y; size,
 * elements of a chunk.
 */
export function notEqual(p: NotEqualArguments, chunk: i32): void {
  const wide = p.wide;
  const last = min((chunk + 1) * wide, p.size);
  const one = f32.load(p.one);
  for (let i = chunk * wide; i < last; i++) {
    const differs = f32.load(p.x + ((<usize>i) << 2)) != one;
    store<u8>(p.y + <usize>i, u8(differs));
  }
}

/** Integers, or bytes of 0 and 1, as floats. Arguments: x, out y; size, elements of a chunk; whether they are bytes. */
export function toFloats(p: ToFloatsArguments, chunk: i32): void {
  const wide = p.wide;
  const last = min((chunk + 1) * wide, p.size);
  const bytes = p.bytes != 0;
  for (let i = chunk * wide; i < last; i++) {
    const from = p.x;
    const at = (<usize>i) << 2;
    const x = bytes ? i32.load8_u(from + <usize>i) : i32.load(from + at);
    f32.store(p.y + at, <f32>x);
  }
}

/** The order is that of `binaryNames` in `wasm.ts`. */
@inline
function binaryOf(operation: i32, a: v128, b: v128): v128 {
  if (operation == 0) return f32x4.add(a, b);
  if (operation == 1) return f32x4.sub(a, b);
  if (operation == 2) return f32x4.mul(a, b);
  return f32x4.div(a, b);
}

/** @param ownA whether a goes on with the row, or is one number for all of it */
@inline
function binaryRun(
  operation: i32,
  a: usize,
  ownA: bool,
  b: usize,
  ownB: bool,
  out: usize,
  count: i32,
): void {
  const x = v128.load32_splat(a);
  const y = v128.load32_splat(b);
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2;
    const left = ownA ? loadPart(a + at, count - i) : x;
    const right = ownB ? loadPart(b + at, count - i) : y;
    storePart(out + at, binaryOf(operation, left, right), count - i);
  }
}

@inline
function binaryRow(
  operation: i32,
  a: usize,
  ownA: bool,
  b: usize,
  ownB: bool,
  out: usize,
  count: i32,
): void {
  if (ownA && ownB) binaryRun(operation, a, true, b, true, out, count);
  else if (ownA) binaryRun(operation, a, true, b, false, out, count);
  else binaryRun(operation, a, false, b, true, out, count);
}

/**
 * A result of rows, in three dimensions that step differently through a and b; one chunk is a run of
 * rows. Arguments: operation, a, b, out; size, elements of a row, whether a and b go on with it; rows
 * of the second and of the third dimension; bytes from one to the next in a, first to third dimension,
 * and in b; rows of a chunk.
 */
export function binary(p: BinaryArguments, chunk: i32): void {
  const operation = p.operation;
  const size = p.size;
  const wide = p.wide;
  const ownA = p.ownA != 0;
  const ownB = p.ownB != 0;
  const second = p.second;
  const third = p.third;
  const high = p.high;
  const last = min((chunk + 1) * high, (size + wide - 1) / wide);
  for (let row = chunk * high; row < last; row++) {
    const k = row % third;
    const j = (row / third) % second;
    const i = row / third / second;
    const a = p.a + <usize>(i * p.a1 + j * p.a2 + k * p.a3);
    const b = p.b + <usize>(i * p.b1 + j * p.b2 + k * p.b3);
    const out = p.out + ((<usize>(row * wide)) << 2);
    const count = min(wide, size - row * wide);
    switch (operation) {
      case 0: binaryRow(0, a, ownA, b, ownB, out, count); break;
      case 1: binaryRow(1, a, ownA, b, ownB, out, count); break;
      case 2: binaryRow(2, a, ownA, b, ownB, out, count); break;
      default: binaryRow(3, a, ownA, b, ownB, out, count);
    }
  }
}
