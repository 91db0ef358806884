/** Each thread's own memory: 16 zeros, the thread's number, then the scratch of `multiply`. */
import { multiplyBytes } from './product';

/** Where the thread's number lies; before it are 16 floats that stay 0. */
export const threadAt: usize = 64;
/** Where the scratch of `multiply` lies. */
export const panelAt: usize = 128;

/** Bytes of one thread's scratch. */
export function scratchBytes(): usize {
  return panelAt + multiplyBytes;
}

/** This thread's part of a workspace that a job brings along. */
@inline
export function ownPart(workspace: usize, bytes: usize, scratch: usize): usize {
  return workspace + bytes * <usize>i32.load(scratch + threadAt);
}
