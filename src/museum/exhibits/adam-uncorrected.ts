/** Chapter 3: Adam without the correction of its two averages, which start at 0. f(x) = x². */
import type { See } from '../exhibit.ts';

export function broken(see: See): void {
  // #region broken
  let [x, m, v] = [5, 0, 0];
  for (let t = 1; t <= 20; t++) {
    const g = 2 * x; // f(x) = x²
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    x -= (0.1 * m) / (Math.sqrt(v) + 1e-8);
    if (t === 1) see({ afterOneStep: x, firstStep: 5 - x });
  }
  see({ afterTwenty: x });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  let [x, m, v] = [5, 0, 0];
  for (let t = 1; t <= 20; t++) {
    const g = 2 * x; // f(x) = x²
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    const [mHat, vHat] = [m / (1 - 0.9 ** t), v / (1 - 0.999 ** t)];
    x -= (0.1 * mHat) / (Math.sqrt(vHat) + 1e-8);
    if (t === 1) see({ afterOneStep: x, firstStep: 5 - x });
  }
  see({ afterTwenty: x });
  // #endregion fixed
}
