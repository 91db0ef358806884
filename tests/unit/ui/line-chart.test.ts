/** Where the labels of a chart's marked points go: none on top of another. */
import { expect, it } from 'vitest';
import { layoutChart, type ChartAxis, type ChartMark } from '../../../src/ui/line-chart.ts';

const axis: ChartAxis = { label: '', scale: 'linear', format: String, include: [0, 100] };
const dotsOf = (marks: readonly ChartMark[]) => layoutChart(axis, axis, [], marks).dots;

it('leaves labels that are far from each other where they are', () => {
  const dots = dotsOf([
    { label: 'a', x: 10, y: 50 },
    { label: 'b', x: 80, y: 50 },
    { label: 'c', x: 12, y: 90 },
  ]);
  expect(dots.map(({ level }) => level)).toEqual([0, 0, 0]);
});

it('puts labels of neighbouring points on lines of their own', () => {
  const dots = dotsOf([
    { label: 'a', x: 40, y: 10 },
    { label: 'b', x: 50, y: 12 },
    { label: 'c', x: 60, y: 14 },
  ]);
  expect(dots.map(({ level }) => level)).toEqual([0, 1, 2]);
});

it('gives one point both labels where two are the same', () => {
  const dots = dotsOf([
    { label: 'a', x: 40, y: 10 },
    { label: 'b', x: 40.5, y: 10.5 },
  ]);
  expect(dots).toMatchObject([{ x: 40, label: 'a · b' }]);
});
