/**
 * Numbers that any language can compute again from a name and an index, so that reference values
 * from elsewhere need no stored inputs. `scripts/reference/pattern.py` is the same in Python.
 */
import { hashString } from './streams.ts';

/** 32 mixed bits (the finaliser of MurmurHash3, Appleby 2011) of place `index` in the stream `start`. */
function bits(start: number, index: number): number {
  let h = (start + Math.imul(index, 0x9e3779b9)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Numbers in [−1, 1) with 15 binary places: exact in fp32, also times a power of two. */
export function patternValues(name: string, size: number): Float32Array {
  const start = hashString(name);
  return Float32Array.from({ length: size }, (_, i) => (bits(start, i) >>> 16) / 2 ** 15 - 1);
}

/** Integers in [from, to). */
export function patternIntegers(name: string, size: number, from: number, to: number): Int32Array {
  const start = hashString(name);
  return Int32Array.from({ length: size }, (_, i) => from + (bits(start, i) % (to - from)));
}
