/**
 * Entry of the WASM kernels: a job is one kernel over a number of chunks, which the threads take one
 * by one. Jobs stand in a queue and begin in its order, each when all before it are done, or beside
 * the one before where neither needs the other. The thread that queues them goes on meanwhile, and
 * takes chunks itself when too many wait or when it needs what they write. Whoever takes a chunk
 * finishes it, so nobody waits for a thread that the system has not woken yet. What a chunk computes
 * does not depend on who computes it.
 *
 * The control block: how many jobs were queued (i32), and of how many the queueing thread knows that
 * they are done (i32) · in another line of the cache how many threads sleep (i32), whether one of
 * them broke down in a chunk, which then is never done (i32), and how many threads take part (i32) ·
 * the places of the queue, each with its state (u64: job number, chunks in all, next chunk), done chunks (i32), and kernel (i32) with whether
 * it may run beside the one before (i32) in lines of their own, and then the arguments.
 */
import { compute } from './compute';
import { threadAt } from './scratch';

export { attentionBytes, attentionGradientBytes } from '../../ops/attention/assembly';
export { packedBytes } from './packing';
export { scratchBytes } from './scratch';

const queuedAt: usize = 0;
const settledAt: usize = 4;
const sleepersAt: usize = 64;
const brokenAt: usize = 68;
const crewAt: usize = 72;
const placesAt: usize = 128;
const placeBytes: usize = 448;
/** Places in the queue, and most jobs that may wait while their thread goes on. */
const places: i32 = 8;
const ahead: i32 = 4;

const doneAt: usize = 64;
const kernelAt: usize = 128;
const besideAt: usize = 132;
const argumentsAt: usize = 192;

/** Bits of the next chunk and of the number of chunks in the state, and of the job number. */
const chunkBits: u64 = 20;
const chunkMask: u64 = (1 << 20) - 1;
const numberMask: i32 = 0xffffff;
/** How often a thread looks for a job before it goes to sleep: about a fifth of a millisecond. */
const patience: i32 = 200000;

/** Bytes of the control block. */
export function controlBytes(): usize {
  return placesAt + placeBytes * <usize>places;
}

@inline
function placeOf(control: usize, job: i32): usize {
  return control + placesAt + <usize>(job & (places - 1)) * placeBytes;
}

/** Where the next job is described: its kernel, whether it may run beside the one before, then its arguments. */
export function nextPlace(control: usize): usize {
  return placeOf(control, i32.load(control + queuedAt)) + kernelAt;
}

@inline
function numberOf(state: u64): i32 {
  return <i32>(state >> (2 * chunkBits));
}

@inline
function chunksOf(state: u64): i32 {
  return <i32>((state >> chunkBits) & chunkMask);
}

/** Queues the job described in `nextPlace`, whose `chunks` are at least one; without threads it is done at once. */
export function queue(control: usize, chunks: i32, scratch: usize): void {
  const job = i32.load(control + queuedAt);
  const place = placeOf(control, job);
  if (!ASC_FEATURE_THREADS) {
    const kernel = i32.load(place + kernelAt);
    for (let chunk = 0; chunk < chunks; chunk++) compute(kernel, place + argumentsAt, chunk, scratch);
    return;
  }
  const number = (<u64>(job & numberMask)) << (2 * chunkBits);
  atomic.store<i32>(place + doneAt, 0);
  atomic.store<u64>(place, number | ((<u64>chunks) << chunkBits));
  atomic.store<i32>(control + queuedAt, job + 1);
  if (atomic.load<i32>(control + sleepersAt) > 0) atomic.notify(control + queuedAt, -1);
  assist(control, scratch, ahead);
}

/**
 * Queues the jobs of a list, from its start to its end. Of each: kernel, whether it may run beside the
 * one before, chunks, bytes of the arguments (i32 each), and then the arguments.
 */
export function replay(control: usize, list: usize, end: usize, scratch: usize): void {
  while (list < end) {
    const place = nextPlace(control);
    const bytes = <usize>i32.load(list, 12);
    i64.store(place, i64.load(list));
    memory.copy(place + argumentsAt - kernelAt, list + 16, bytes);
    queue(control, i32.load(list, 8), scratch);
    list += 16 + bytes;
  }
}

/** Returns when all jobs are done. */
export function settle(control: usize, scratch: usize): void {
  if (ASC_FEATURE_THREADS) assist(control, scratch, 0);
}

/** How many jobs were queued; without threads nobody counts. */
export function queued(control: usize): i32 {
  return i32.load(control + queuedAt);
}

/** How many of them are known to be done. */
export function settled(control: usize): i32 {
  return i32.load(control + settledAt);
}

/** Lets that many threads take part, the queueing one among them; no job may be waiting. */
export function setCrew(control: usize, threads: i32): void {
  if (!ASC_FEATURE_THREADS) return;
  atomic.store<i32>(control + crewAt, threads);
  atomic.notify(control + crewAt, -1);
}

/** Says that a chunk was begun that nobody will finish. */
export function breakDown(control: usize): void {
  if (ASC_FEATURE_THREADS) atomic.store<i32>(control + brokenAt, 1);
  else i32.store(control + brokenAt, 1);
}

/** Whether one was. */
export function isBroken(control: usize): bool {
  return (ASC_FEATURE_THREADS ? atomic.load<i32>(control + brokenAt) : i32.load(control + brokenAt)) != 0;
}

/**
 * Takes part in the oldest jobs until no more than `waiting` are left; where some may be left, only as
 * long as there is something to take or no free place. Traps where it would wait for a thread that broke down.
 */
function assist(control: usize, scratch: usize, waiting: i32): void {
  const end = i32.load(control + queuedAt);
  let job = i32.load(control + settledAt);
  let next = job;
  while (true) {
    while (job != end && isDone(placeOf(control, job), job)) job++;
    if (end - job <= waiting) break;
    if (next - job < 0) next = job;
    if (next != end && mayBegin(control, job, next)) {
      work(placeOf(control, next), next, scratch);
      next++;
    } else if (waiting > 0 && end - job < places) break;
    else if (isBroken(control)) unreachable();
  }
  i32.store(control + settledAt, job);
}

/** Whether a job may begin of which all before `oldest` are done and all from there on have begun. */
@inline
function mayBegin(control: usize, oldest: i32, job: i32): bool {
  return job == oldest || i32.load(placeOf(control, job) + besideAt) != 0;
}

/** Takes chunks of a job until none is left. */
function work(place: usize, job: i32, scratch: usize): void {
  while (true) {
    const state = atomic.load<u64>(place);
    const chunk = <i32>(state & chunkMask);
    // A thread that slept may find that another job has this place now.
    if (numberOf(state) != (job & numberMask) || chunk >= chunksOf(state)) return;
    if (atomic.cmpxchg<u64>(place, state, state + 1) != state) continue;
    compute(i32.load(place + kernelAt), place + argumentsAt, chunk, scratch);
    atomic.add<i32>(place + doneAt, 1);
  }
}

/** Whether all chunks of a job are done. */
function isDone(place: usize, job: i32): bool {
  const state = atomic.load<u64>(place);
  return numberOf(state) != (job & numberMask) || atomic.load<i32>(place + doneAt) >= chunksOf(state);
}

/** Sleeps while the thread of this number takes no part. @returns whether it did */
@inline
function standAside(control: usize, number: i32): bool {
  let crew = atomic.load<i32>(control + crewAt);
  if (number < crew) return false;
  while (number >= crew) {
    atomic.wait<i32>(control + crewAt, crew, -1);
    crew = atomic.load<i32>(control + crewAt);
  }
  return true;
}

/** The life of a thread of the pool; never returns. */
export function serve(control: usize, scratch: usize): void {
  if (!ASC_FEATURE_THREADS) return;
  const number = i32.load(scratch + threadAt);
  // From the first job on: the thread may begin late, and what is queued by then need not be done.
  let job: i32 = 0;
  let next: i32 = 0;
  while (true) {
    let looks = 0;
    let end = atomic.load<i32>(control + queuedAt);
    while (end == next) {
      if (++looks == patience) {
        looks = 0;
        atomic.add<i32>(control + sleepersAt, 1);
        atomic.wait<i32>(control + queuedAt, end, -1);
        atomic.sub<i32>(control + sleepersAt, 1);
      }
      end = atomic.load<i32>(control + queuedAt);
    }
    if (standAside(control, number)) continue;
    // A place is used again only after its job is done.
    if (end - next > places) next = end - places;
    if (next - job > places) job = next - places;
    while (job != next && isDone(placeOf(control, job), job)) job++;
    if (mayBegin(control, job, next)) {
      work(placeOf(control, next), next, scratch);
      next++;
    }
  }
}
