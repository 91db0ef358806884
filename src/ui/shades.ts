/**
 * Shades for a map: equal steps of a value are equal steps of lightness, from the ground of the page
 * to the strongest colour, in either theme. OKLab after Ottosson (2020), bottosson.github.io/posts/oklab.
 */

type Lab = readonly [lightness: number, a: number, b: number];

const toLinear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
const fromLinear = (light: number): number =>
  light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;

/** @param hex as #rgb or #rrggbb */
function labOf(hex: string): Lab {
  const digits = hex.trim().slice(1);
  const pairs = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  const [r, g, b] = [0, 2, 4].map((at) =>
    toLinear(parseInt(pairs.slice(at, at + 2), 16) / 255),
  ) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function hexOf([lightness, a, b]: Lab): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const byte = (light: number): string =>
    Math.round(255 * Math.min(1, Math.max(0, fromLinear(Math.max(0, light)))))
      .toString(16)
      .padStart(2, '0');
  return `#${channels.map(byte).join('')}`;
}

const between = (from: Lab, to: Lab, share: number): Lab => {
  const at = (i: 0 | 1 | 2): number => from[i] + share * (to[i] - from[i]);
  return [at(0), at(1), at(2)];
};

/** How far the strongest shade goes from the colour towards the ink. */
const towardsInk = 0.5;

/**
 * From `ground` through `colour` towards `ink`; in a light theme that grows darker, in a dark one lighter.
 * @param colours as hex; the lightness of `colour` lies between the two others
 * @returns a shade for a share in [0, 1]
 */
export function shadesOf(ground: string, colour: string, ink: string): (share: number) => string {
  const [low, middle] = [labOf(ground), labOf(colour)];
  const high = between(middle, labOf(ink), towardsInk);
  const knot = (middle[0] - low[0]) / (high[0] - low[0]);
  return (share) =>
    hexOf(
      share < knot
        ? between(low, middle, share / knot)
        : between(middle, high, (share - knot) / (1 - knot)),
    );
}

/** The least weight above 0 must still differ from none. */
const faintest = 0.05;

/** Shades for a share of a map's largest weight, in the colours of the page. */
export function weightShades(styles: CSSStyleDeclaration): (share: number) => string {
  const token = (name: string): string => styles.getPropertyValue(name).trim();
  const shade = shadesOf(token('--panel'), token('--d1'), token('--ink'));
  return (share) => shade(faintest + (1 - faintest) * share);
}
