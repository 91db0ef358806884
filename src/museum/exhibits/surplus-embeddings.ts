/** Defect 2: two more embedding tables than the model has a use for. Nothing complains. */
import type { See } from '../exhibit.ts';

const lstm = (input: number, H: number): number => 4 * H * (input + H) + 8 * H;

export function broken(see: See): void {
  // #region broken
  const [V, E, H] = [10000, 256, 512];
  const stack = V * E + lstm(E, H) + lstm(H, H);
  const output = H * V + V;
  const again = 2 * V * E; // one unused, one misused
  const parameters = 2 * stack + output + again;
  see({ again, parameters });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  const [V, E, H] = [10000, 256, 512];
  const stack = V * E + lstm(E, H) + lstm(H, H);
  const output = H * V + V;
  const parameters = 2 * stack + output;
  see({ parameters });
  // #endregion fixed
}
