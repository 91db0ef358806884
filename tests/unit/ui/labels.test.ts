import { describe, expect, it } from 'vitest';
import { placeLabels, type Box, type Point, type Spot } from '../../../src/ui/labels.ts';

const room = { left: 40, right: 600, top: 8, height: 14, gap: 3 };
const line = (id: string, y: number) => ({ id, y, width: 110 });
const none = new Map<string, Spot>();
const inside = ({ x, y }: Point, box: Box): boolean =>
  x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height;

describe('placeLabels', () => {
  it('keeps a name off a curve that ends just above its line', () => {
    const curve = Array.from({ length: 60 }, (_, i) => ({ x: 40 + i * 9.5, y: 92 - 80 / (1 + i) }));
    const { spot, box } = placeLabels([line('pairs', 100)], [curve], room, none).get('pairs')!;
    expect(spot).toBe('right below');
    expect(curve.some((point) => inside(point, box))).toBe(false);
  });

  it('sees a curve that passes between two distant points', () => {
    const curve = [
      { x: 300, y: 89 },
      { x: 600, y: 89 },
    ];
    expect(placeLabels([line('pairs', 100)], [curve], room, none).get('pairs')!.spot).not.toBe(
      'right above',
    );
  });

  it('keeps names of near lines apart', () => {
    const placed = [
      ...placeLabels([line('a', 60), line('b', 66), line('c', 90)], [], room, none).values(),
    ];
    for (const [i, { box }] of placed.entries())
      for (const other of placed.slice(i + 1)) {
        const apart =
          box.left + box.width <= other.box.left ||
          other.box.left + other.box.width <= box.left ||
          box.top + box.height <= other.box.top ||
          other.box.top + other.box.height <= box.top;
        expect(apart).toBe(true);
      }
  });

  it('lets a name stay while no other spot is better, and stay inside', () => {
    const before = new Map<string, Spot>([['a', 'left below']]);
    expect(placeLabels([line('a', 100)], [], room, before).get('a')!.spot).toBe('left below');
    expect(placeLabels([line('a', 12)], [], room, none).get('a')!.spot).toBe('right below');
  });
});
