/** Where the parts of a line chart go, in percent of its area; pure, so that the server draws too. */

export interface ChartAxis {
  readonly label: string;
  readonly scale: 'linear' | 'log';
  readonly format: (value: number) => string;
  /** Values that must be in range besides the data. */
  readonly include?: readonly number[];
}

export interface ChartLine {
  readonly label: string;
  /** Ascending in x. On a log axis, values that are not positive are left out. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface ChartMark {
  readonly label: string;
  readonly x: number;
  readonly y: number;
}

interface Tick {
  /** Percent from the left, or from the top. */
  readonly at: number;
  readonly text: string;
}

/** A marked point: its place in percent, and its label. */
interface Dot {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

export interface ChartLayout {
  readonly paths: readonly string[];
  /** `level`: by how many lines a label is moved out of the way of others. */
  readonly dots: readonly (Dot & { readonly level: number })[];
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** About twelve points of each line, in words. */
  readonly rows: readonly { readonly x: string; readonly cells: readonly string[] }[];
}

/** About the room that a label takes on a phone, in percent of the area. */
const labelWidth = 45;
const labelHeight = 10;

type Range = readonly [from: number, to: number];

const drawable = (value: number, scale: ChartAxis['scale']): boolean =>
  Number.isFinite(value) && (scale === 'linear' || value > 0);

/** 1, 2 or 5 times a power of ten, at least `size`. */
function niceStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const digit = [1, 2, 5, 10].find((one) => one * power >= size * (1 - 1e-9)) ?? 10;
  return digit * power;
}

/** The range of the data, widened to even numbers and never empty. */
function rangeOf(
  values: readonly number[],
  { scale, include = [] }: ChartAxis,
  even: boolean,
): Range {
  const all = [...values, ...include].filter((value) => drawable(value, scale));
  let [from, to] = [Math.min(...all), Math.max(...all)];
  if (all.length === 0) return scale === 'log' ? [1, 10] : [0, 1];
  if (scale === 'log') {
    if (to / from < 1.0001) return [from / 2, to * 2];
    return even ? [from / 1.05, to * 1.05] : [from, to];
  }
  if (to - from < 1e-12 * Math.max(1, Math.abs(to))) [from, to] = [from - 1, to + 1];
  if (!even) return [from, to];
  const step = niceStep((to - from) / 5);
  return [Math.floor(from / step + 1e-9) * step, Math.ceil(to / step - 1e-9) * step];
}

/** Up to `most` even numbers within the range. */
function ticksIn([from, to]: Range, scale: ChartAxis['scale'], most: number): number[] {
  if (scale === 'log' && to / from >= 8) {
    const [low, high] = [Math.ceil(Math.log10(from) - 1e-9), Math.floor(Math.log10(to) + 1e-9)];
    const decades = high - low + 1;
    if (decades >= 3) {
      const every = Math.ceil(decades / most);
      return Array.from({ length: Math.ceil(decades / every) }, (_, i) => 10 ** (low + i * every));
    }
    const ticks = Array.from({ length: decades + 2 }, (_, i) => 10 ** (low - 1 + i));
    return ticks
      .flatMap((ten) => [ten, 3 * ten])
      .filter((tick) => tick >= from && tick <= to)
      .slice(0, most);
  }
  const step = niceStep((to - from) / most);
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => (first + i) * step);
}

/** A value's place in its range, in percent. */
function placeOf(value: number, [from, to]: Range, scale: ChartAxis['scale']): number {
  const share =
    scale === 'log' ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return Math.round(share * 1e4) / 100;
}

/** Ticks whose texts differ: rounding may make two equal. */
function distinct(ticks: readonly Tick[]): Tick[] {
  return ticks.filter(({ text }, index) => ticks.findIndex((one) => one.text === text) === index);
}

/** Points that can hardly be told apart become one with both labels; other labels never share a line. */
function apart(dots: readonly Dot[]): (Dot & { level: number })[] {
  const merged: Dot[] = [];
  for (const dot of dots) {
    const same = merged.findIndex(
      ({ x, y }) => Math.abs(x - dot.x) < 1.5 && Math.abs(y - dot.y) < 1.5,
    );
    const other = merged[same];
    if (other === undefined) merged.push(dot);
    else merged[same] = { ...other, label: `${other.label} · ${dot.label}` };
  }
  const placed: (Dot & { level: number })[] = [];
  for (const dot of merged) {
    const near = placed.filter(
      ({ x, y }) => Math.abs(x - dot.x) < labelWidth && Math.abs(y - dot.y) < labelHeight,
    );
    let level = 0;
    while (near.some((one) => one.level === level)) level += 1;
    placed.push({ ...dot, level });
  }
  return placed;
}

export function layoutChart(
  x: ChartAxis,
  y: ChartAxis,
  lines: readonly ChartLine[],
  marks: readonly ChartMark[],
): ChartLayout {
  const fits = ([px, py]: readonly [number, number]): boolean =>
    drawable(px, x.scale) && drawable(py, y.scale);
  const drawn = lines.map(({ points }) => points.filter(fits));
  const dots = marks.filter((mark) => fits([mark.x, mark.y]));
  const xs = [...drawn.flat().map(([px]) => px), ...dots.map((dot) => dot.x)];
  const ys = [...drawn.flat().map(([, py]) => py), ...dots.map((dot) => dot.y)];
  const [xRange, yRange] = [rangeOf(xs, x, false), rangeOf(ys, y, true)];
  const atX = (value: number): number => placeOf(value, xRange, x.scale);
  const atY = (value: number): number =>
    Math.round(1e2 * (100 - placeOf(value, yRange, y.scale))) / 1e2;

  const longest = drawn.reduce((most, points) => (points.length > most.length ? points : most), []);
  const every = Math.max(1, Math.ceil(longest.length / 12));
  const rows = longest
    .filter((_, index) => index % every === 0)
    .map(([px]) => ({
      x: x.format(px),
      cells: drawn.map((points) => {
        const found = points.find(([other]) => other === px);
        return found === undefined ? '–' : y.format(found[1]);
      }),
    }))
    .filter((row, index, all) => all.findIndex((one) => one.x === row.x) === index);

  return {
    paths: drawn.map((points) =>
      points.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${atX(px)} ${atY(py)}`).join(''),
    ),
    dots: apart(dots.map((dot) => ({ x: atX(dot.x), y: atY(dot.y), label: dot.label }))),
    xTicks: distinct(
      ticksIn(xRange, x.scale, 4).map((tick) => ({ at: atX(tick), text: x.format(tick) })),
    ),
    yTicks: distinct(
      ticksIn(yRange, y.scale, 5).map((tick) => ({ at: atY(tick), text: y.format(tick) })),
    ),
    rows,
  };
}
