/** Step time against model size for all contestants, as SVG that follows the reader's colour scheme. */
import { contestants, referenceNames } from './contestants.ts';
import type { SizeResult } from './results.ts';
import { plotted } from './tasks.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}
interface Line {
  readonly id: string;
  readonly name: string;
  readonly points: readonly Point[];
}

const panel = { width: 400, height: 330, left: 62, right: 14, top: 34, bottom: 46 };
const legendRow = 20;

/** Okabe and Ito's colours for the eight kinds of colour vision, in the order of the contestants. */
const colours = [
  '#0072b2',
  '#56b4e9',
  '#d55e00',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#8a8a8a',
  '#7a5cc9',
  '#b0a000',
  '#3aa6a6',
  '#a65628',
  '#d62790',
];

const style = `
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .title { font-weight: 600; font-size: 13px; }
  .axis { stroke: #8c959f; fill: none; }
  .grid { stroke: #d0d7de; fill: none; }
  .line { fill: none; stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .grid { stroke: #30363d; }
  }`;

const ids = [...Object.keys(referenceNames), ...contestants.map(({ id }) => id as string)];
const nameOf = (id: string): string =>
  id in referenceNames
    ? referenceNames[id as keyof typeof referenceNames]
    : contestants.find((one) => one.id === id)!.name;

function linesOf(tasks: readonly object[], sizes: readonly SizeResult[]): Line[] {
  const wanted = tasks.flatMap((task) => {
    const size = sizes.find((one) => JSON.stringify(one.task) === JSON.stringify(task));
    return size === undefined ? [] : [size];
  });
  return ids.flatMap((id) => {
    const points = wanted.flatMap(({ parameters, rows }) => {
      const row = rows.find(({ contestant }) => contestant === id);
      return row === undefined ? [] : [{ x: parameters, y: row.median }];
    });
    return points.length === 0 ? [] : [{ id, name: nameOf(id), points }];
  });
}

/** The powers of ten in a range, with 2 and 5 times them where there are few. */
export function ticks(low: number, high: number): number[] {
  const powers: number[] = [];
  for (let e = Math.floor(Math.log10(low)); e <= Math.ceil(Math.log10(high)); e++)
    powers.push(10 ** e);
  const within = (values: number[]) => values.filter((value) => value >= low && value <= high);
  const tens = within(powers);
  return tens.length >= 3 ? tens : within(powers.flatMap((one) => [one, 2 * one, 5 * one]));
}

const short = (value: number): string =>
  value >= 1e6 ? `${value / 1e6} M` : value >= 1e3 ? `${value / 1e3} k` : String(value);
const round = (value: number): number => Math.round(value * 10) / 10;

function drawPanel(title: string, lines: readonly Line[], offset: number): string {
  const { width, height, left, right, top, bottom } = panel;
  const all = lines.flatMap(({ points }) => points);
  if (all.length === 0) return '';
  const range = (values: number[]): [number, number] => [
    Math.min(...values) / 1.25,
    Math.max(...values) * 1.25,
  ];
  const [xs, ys] = [range(all.map(({ x }) => x)), range(all.map(({ y }) => y))];
  const along = (value: number, [low, high]: [number, number]) =>
    Math.log(value / low) / Math.log(high / low);
  const px = (x: number) => round(left + along(x, xs) * (width - left - right));
  const py = (y: number) => round(height - bottom - along(y, ys) * (height - top - bottom));
  const grid = [
    ...ticks(...xs).map(
      (x) =>
        `<path class="grid" d="M${px(x)} ${top}V${height - bottom}"/><text x="${px(x)}" y="${height - bottom + 16}" text-anchor="middle">${short(x)}</text>`,
    ),
    ...ticks(...ys).map(
      (y) =>
        `<path class="grid" d="M${left} ${py(y)}H${width - right}"/><text x="${left - 6}" y="${py(y) + 4}" text-anchor="end">${short(y)}</text>`,
    ),
  ];
  const curves = lines.map(({ id, points }) => {
    const colour = colours[ids.indexOf(id) % colours.length]!;
    const path = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${px(x)} ${py(y)}`).join('');
    const dots = points
      .map(({ x, y }) => `<circle cx="${px(x)}" cy="${py(y)}" r="3" fill="${colour}"/>`)
      .join('');
    return `<path class="line" stroke="${colour}" d="${path}"/>${dots}`;
  });
  return `<g transform="translate(${offset} 0)">
<text class="title" x="${left}" y="20">${title}</text>
${grid.join('\n')}
<path class="axis" d="M${left} ${top}V${height - bottom}H${width - right}"/>
${curves.join('\n')}
<text x="${(left + width - right) / 2}" y="${height - 10}" text-anchor="middle">parameters</text>
<text transform="translate(14 ${(top + height - bottom) / 2}) rotate(-90)" text-anchor="middle">ms a step</text>
</g>`;
}

/** @returns the text of an SVG file */
export function plot(sizes: readonly SizeResult[]): string {
  const panels = [
    { title: 'LSTM sequence to sequence, by hidden width', sweep: plotted.lstm },
    { title: 'GPT of four layers, by width', sweep: plotted.gpt },
  ].map(({ title, sweep }) => ({
    title,
    lines: linesOf(
      sweep.sizes.map(({ task }) => task),
      sizes,
    ),
  }));
  const shown = ids.filter((id) => panels.some(({ lines }) => lines.some((one) => one.id === id)));
  const width = panels.length * panel.width;
  const rows = Math.ceil(shown.length / 2);
  const height = panel.height + rows * legendRow + 14;
  const legend = shown.map((id, index) => {
    const x = panel.left + (index % 2) * panel.width;
    const y = panel.height + 14 + Math.floor(index / 2) * legendRow;
    const colour = colours[ids.indexOf(id) % colours.length]!;
    return `<path class="line" stroke="${colour}" d="M${x} ${y - 4}h22"/><text x="${x + 30}" y="${y}">${nameOf(id).replaceAll('`', '')}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Milliseconds a step against the parameters of the model">
<style>${style}
</style>
${panels.map(({ title, lines }, index) => drawPanel(title, lines, index * panel.width)).join('\n')}
${legend.join('\n')}
</svg>
`;
}
