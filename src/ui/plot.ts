/**
 * The drawing of a loss curve by uPlot. Loaded only when there is something to draw; colours are
 * read from the page's tokens at every redraw, so both themes are right.
 */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { ghostLooks, type Baseline, type Curve, type Ghost, type Points } from './curve.ts';
import { formatTick } from './format.ts';
import { placeLabels, type Point, type Room, type Spot } from './labels.ts';

export interface PlotData {
  readonly curve: Curve;
  readonly heldOut: Points;
  readonly ghosts: readonly Ghost[];
  readonly baselines: readonly Baseline[];
}

export interface Plot {
  update(data: PlotData): void;
  destroy(): void;
}

/** Name and value of each line under the pointer. */
export type Readout = { step: number; training: number | null; heldOut: number | null } | null;

const height = 240;

const tableOf = ({ steps, values }: Points): uPlot.AlignedData => [[...steps], [...values]];

/** x, training, single readings, held out, then training and held out of each ghost. */
function alignedData({ curve, heldOut, ghosts }: PlotData): uPlot.AlignedData {
  const training: uPlot.AlignedData = [[...curve.steps], [...curve.smooth], [...curve.raw]];
  const behind = ghosts.flatMap((ghost) => [tableOf(ghost.training), tableOf(ghost.heldOut)]);
  return uPlot.join([training, tableOf(heldOut), ...behind]);
}

const looksOf = ({ ghosts }: PlotData): string => ghosts.map(({ look }) => look).join();

/** Where names may stand, in pixels of the canvas. */
function roomOf({ bbox }: uPlot): Room {
  const ratio = uPlot.pxRatio;
  const { left, top, width } = bbox;
  return { left, right: left + width, top, height: 13 * ratio, gap: 3 * ratio };
}

/** From 0 to a little above everything drawn. */
function topOf({ curve, heldOut, ghosts, baselines }: PlotData): number {
  const values = [
    ...baselines.map((line) => line.value),
    ...curve.smooth,
    ...heldOut.values,
    ...ghosts.flatMap((ghost) => [...ghost.training.values, ...ghost.heldOut.values]),
  ];
  return Math.max(0.1, ...values) * 1.12;
}

/** @param onCursor told what lies under the pointer, null when it leaves. */
export function createPlot(element: HTMLElement, onCursor: (readout: Readout) => void): Plot {
  const styles = getComputedStyle(element);
  const token = (name: string): string => styles.getPropertyValue(name).trim();
  const font = `12px ${token('--font-body')}`;
  let data: PlotData | null = null;
  let plot: uPlot | null = null;
  let spots: ReadonlyMap<string, Spot> = new Map();

  const curvesOf = (u: uPlot): Point[][] =>
    data === null
      ? []
      : [{ steps: data.curve.steps, values: data.curve.smooth }, data.heldOut].map(
          ({ steps, values }) =>
            steps.map((step, i) => ({
              x: u.valToPos(step, 'x', true),
              y: u.valToPos(values[i]!, 'y', true),
            })),
        );

  function drawBaselines(u: uPlot): void {
    const { ctx, bbox } = u;
    const ratio = uPlot.pxRatio;
    ctx.save();
    ctx.strokeStyle = token('--line-strong');
    ctx.fillStyle = token('--soft');
    ctx.font = `${12 * ratio}px ${token('--font-body')}`;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'top';
    ctx.lineWidth = ratio;
    ctx.setLineDash([5 * ratio, 4 * ratio]);
    const lines = [...(data?.baselines ?? [])]
      .sort((a, b) => b.value - a.value)
      .map(({ label, value }) => ({
        id: label,
        y: u.valToPos(value, 'y', true),
        width: ctx.measureText(label).width,
      }));
    const placed = placeLabels(lines, curvesOf(u), roomOf(u), spots);
    spots = new Map([...placed].map(([id, { spot }]) => [id, spot]));
    for (const { id, y } of lines) {
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
      const { box } = placed.get(id)!;
      ctx.save();
      ctx.setLineDash([]);
      ctx.lineWidth = 4 * ratio;
      ctx.strokeStyle = token('--panel');
      ctx.strokeText(id, box.left, box.top);
      ctx.restore();
      ctx.fillText(id, box.left, box.top);
    }
    ctx.restore();
  }

  const axis = (size: number): uPlot.Axis => ({
    stroke: () => token('--soft'),
    grid: { stroke: () => token('--line'), width: 1 },
    ticks: { show: false },
    font,
    size,
    gap: 4,
    values: (_, ticks) => ticks.map(formatTick),
  });

  const series = (ghosts: readonly Ghost[]): uPlot.Series[] => [
    {},
    { stroke: () => token('--d2'), width: 2.2, points: { show: false } },
    { stroke: () => token('--d2'), width: 1, alpha: 0.3, points: { show: false } },
    { stroke: () => token('--d1'), width: 2.2, points: { show: true, size: 4 } },
    ...ghosts.flatMap(({ look }): uPlot.Series[] => {
      const { colour, dash } = ghostLooks[look]!;
      const line = { stroke: () => token(colour), dash: [...dash], points: { show: false } };
      return [
        { ...line, width: 1, alpha: 0.6 },
        { ...line, width: 1.8 },
      ];
    }),
  ];

  function create(first: PlotData): uPlot {
    return new uPlot(
      {
        width: Math.max(200, element.clientWidth),
        height,
        padding: [8, 18, 0, 0],
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, y: false, points: { size: 5 } },
        scales: {
          x: { time: false, range: (_, min, max) => [Math.min(0, min), Math.max(10, max)] },
          y: { range: () => [0, topOf(data ?? first)] },
        },
        axes: [axis(28), axis(40)],
        series: series(first.ghosts),
        hooks: {
          drawAxes: [drawBaselines],
          setCursor: [
            (u) => {
              const index = u.cursor.idx;
              if (index === null || index === undefined) return onCursor(null);
              const at = (line: number): number | null => {
                for (let i = index; i >= 0; i--) {
                  const value = u.data[line]?.[i];
                  if (typeof value === 'number') return value;
                }
                return null;
              };
              onCursor({ step: u.data[0][index]!, training: at(1), heldOut: at(3) });
            },
          ],
        },
      },
      alignedData(first),
      element,
    );
  }

  const redraw = (): void => plot?.redraw(false);
  const resizes = new ResizeObserver(() => {
    const width = Math.max(200, element.clientWidth);
    if (plot !== null && plot.width !== width) plot.setSize({ width, height });
  });
  resizes.observe(element);
  const themes = new MutationObserver(redraw);
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });

  return {
    update(next) {
      const sameLines = data !== null && looksOf(data) === looksOf(next);
      data = next;
      if (plot !== null && sameLines) return plot.setData(alignedData(next));
      plot?.destroy();
      plot = create(next);
    },
    destroy() {
      resizes.disconnect();
      themes.disconnect();
      plot?.destroy();
    },
  };
}
