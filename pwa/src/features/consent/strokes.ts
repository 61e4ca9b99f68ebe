/** The box a signature is drawn in; the server takes whole numbers in it. */
export const BOX = { width: 600, height: 200 } as const;
/** Longest path the server takes. */
export const LONGEST = 12_000;

export interface Point {
  readonly x: number;
  readonly y: number;
}

const inside = (value: number, most: number): number => Math.min(Math.max(Math.round(value), 0), most);

/** A stroke as path data; a tap is a short line. Points on the spot of the one before are left out. */
function pathOf(stroke: readonly Point[]): string {
  const points: Point[] = [];
  for (const { x, y } of stroke) {
    const next = { x: inside(x, BOX.width), y: inside(y, BOX.height) };
    const last = points.at(-1);
    if (!last || last.x !== next.x || last.y !== next.y) points.push(next);
  }
  const [first, ...rest] = points;
  if (!first) return '';
  const line = rest.length > 0 ? rest : [{ x: first.x < BOX.width ? first.x + 1 : first.x - 1, y: first.y }];
  return `M${first.x} ${first.y}${line.map(({ x, y }) => `L${x} ${y}`).join('')}`;
}

/** Strokes as SVG path data within the length the server takes: of long ones every other point is left out, as often as it needs. */
export function signaturePath(strokes: readonly (readonly Point[])[]): string {
  let kept = strokes.filter((stroke) => stroke.length > 0);
  for (;;) {
    const path = kept.map(pathOf).join('');
    if (path.length <= LONGEST) return path;
    const thinner = kept.map((stroke) => stroke.filter((_, i) => i % 2 === 0 || i === stroke.length - 1));
    // Nothing but taps: the rest of them says no more.
    kept = thinner.every((stroke, i) => stroke.length === kept[i]?.length) ? kept.slice(0, kept.length >> 1) : thinner;
  }
}

/** 画押: the mark of somebody who cannot write. */
export const MARK: readonly (readonly Point[])[] = [
  [
    { x: 260, y: 60 },
    { x: 340, y: 140 },
  ],
  [
    { x: 340, y: 60 },
    { x: 260, y: 140 },
  ],
];
