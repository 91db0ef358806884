/** Where the names of horizontal lines stand in a plot, so that they cover neither curves nor each other. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Line {
  readonly id: string;
  readonly y: number;
  /** Of its name. */
  readonly width: number;
}

/** In pixels: where names may stand, how high they are, and how far from their line and from the edges. */
export interface Room {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly height: number;
  readonly gap: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Of the line's two ends and sides, in the order of preference. */
export const spots = ['right above', 'right below', 'left above', 'left below'] as const;
export type Spot = (typeof spots)[number];

function boxAt(spot: Spot, { y, width }: Line, { left, right, height, gap }: Room): Box {
  const above = spot.endsWith('above');
  return {
    left: spot.startsWith('right') ? right - gap - width : left + gap,
    top: above ? y - gap - height : y + gap,
    width,
    height,
  };
}

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width &&
  b.left < a.left + a.width &&
  a.top < b.top + b.height &&
  b.top < a.top + a.height;

/** Points of a curve close enough together that none can pass through a name unseen. */
function dense(curve: readonly Point[], distance: number): Point[] {
  return curve.flatMap((point, i) => {
    const next = curve[i + 1] ?? point;
    const pieces = Math.ceil(Math.hypot(next.x - point.x, next.y - point.y) / distance) || 1;
    return Array.from({ length: pieces }, (_, k) => ({
      x: point.x + ((next.x - point.x) * k) / pieces,
      y: point.y + ((next.y - point.y) * k) / pieces,
    }));
  });
}

/**
 * Chooses a spot for each name: one that is free, else the least covered.
 * @param before the spots of the last time; a name stays at its spot while no other is better
 */
export function placeLabels(
  lines: readonly Line[],
  curves: readonly (readonly Point[])[],
  room: Room,
  before: ReadonlyMap<string, Spot>,
): Map<string, { spot: Spot; box: Box }> {
  const points = curves.flatMap((curve) => dense(curve, room.height / 2));
  const placed = new Map<string, { spot: Spot; box: Box }>();
  for (const line of lines) {
    const cost = (box: Box): number => {
      if (box.top < room.top) return Infinity;
      const inside = points.filter(
        ({ x, y }) =>
          x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height,
      ).length;
      const names = [...placed.values()].filter((other) => overlap(box, other.box)).length;
      // A name over a line of another baseline reads as that one's.
      const struck = lines.filter(({ y }) => y > box.top && y < box.top + box.height).length;
      return inside + 1000 * names + 10 * struck;
    };
    const kept = before.get(line.id);
    const order = kept === undefined ? spots : [kept, ...spots.filter((spot) => spot !== kept)];
    const options = order.map((spot) => ({ spot, box: boxAt(spot, line, room) }));
    const best = options.reduce((a, b) => (cost(b.box) < cost(a.box) ? b : a));
    placed.set(line.id, best);
  }
  return placed;
}
