/** Defect 9: the loader already counts in batches, and is divided by the batch size again. */
import type { See } from '../exhibit.ts';

/** A loader: as many batches as its length says. */
const loaderOf = (examples: number, size: number): { readonly length: number } => ({
  length: Math.ceil(examples / size),
});

export function broken(see: See): void {
  // #region broken
  const batchSize = 64;
  const loader = loaderOf(64000, batchSize);
  const steps = Math.floor(loader.length / batchSize);
  see({ steps });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  const batchSize = 64;
  const loader = loaderOf(64000, batchSize);
  const steps = loader.length;
  see({ steps });
  // #endregion fixed
}
