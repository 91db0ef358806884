/** Memory in which the tensors of one step live, and live again in the same places in every replay. */

/** Where blocks come from and go back to; all in bytes. */
export interface Source {
  malloc(bytes: number): number;
  free(pointer: number): void;
}

/** A run of free bytes. */
interface Gap {
  start: number;
  end: number;
}

/** Of every place, and the multiple to which sizes are rounded up: a line of the cache. */
const line = 64;
const leastBlock = 1 << 20;

const roundUp = (bytes: number): number => Math.ceil(bytes / line) * line;

/** First fit, so that what a step needs stays low and close together. */
export class Arena {
  readonly #source: Source;
  readonly #blocks: { readonly pointer: number; readonly start: number; readonly end: number }[] =
    [];
  /** In order of their addresses; neighbours have been joined. */
  readonly #gaps: Gap[] = [];
  /** The places that are taken, and their sizes. */
  readonly #taken = new Map<number, number>();
  #bytes = 0;

  constructor(source: Source) {
    this.#source = source;
  }

  /** Whether an address lies in one of its blocks. */
  owns(address: number): boolean {
    return this.#blocks.some(({ start, end }) => address >= start && address < end);
  }

  /** How many places are taken. */
  get taken(): number {
    return this.#taken.size;
  }

  allocate(bytes: number): number {
    const wanted = roundUp(Math.max(bytes, 1));
    let at = this.#gaps.findIndex(({ start, end }) => end - start >= wanted);
    if (at < 0) {
      this.#grow(wanted);
      at = this.#gaps.findIndex(({ start, end }) => end - start >= wanted);
    }
    const gap = this.#gaps[at]!;
    const pointer = gap.start;
    gap.start += wanted;
    if (gap.start === gap.end) this.#gaps.splice(at, 1);
    this.#taken.set(pointer, wanted);
    return pointer;
  }

  free(pointer: number): void {
    const bytes = this.#taken.get(pointer);
    if (bytes === undefined) throw new Error(`Nothing is allocated at ${pointer}.`);
    this.#taken.delete(pointer);
    this.#insert({ start: pointer, end: pointer + bytes });
  }

  /** Gives all blocks back, whatever is taken. */
  release(): void {
    for (const { pointer } of this.#blocks.splice(0)) this.#source.free(pointer);
    this.#gaps.length = 0;
    this.#taken.clear();
  }

  /** A block for at least `wanted` more bytes; an eighth of what there is, so that blocks stay few. */
  #grow(wanted: number): void {
    const bytes = roundUp(Math.max(wanted, leastBlock, this.#bytes / 8));
    const pointer = this.#source.malloc(bytes + line);
    const start = roundUp(pointer);
    this.#blocks.push({ pointer, start, end: start + bytes });
    this.#bytes += bytes;
    this.#insert({ start, end: start + bytes });
  }

  #insert(gap: Gap): void {
    const found = this.#gaps.findIndex(({ start }) => start > gap.start);
    const at = found < 0 ? this.#gaps.length : found;
    const [before, after] = [this.#gaps[at - 1], this.#gaps[at]];
    if (before?.end === gap.start) {
      before.end = gap.end;
      if (after?.start === before.end) {
        before.end = after.end;
        this.#gaps.splice(at, 1);
      }
    } else if (after?.start === gap.end) after.start = gap.start;
    else this.#gaps.splice(at, 0, gap);
  }
}
