import { SealedFileError } from './errors.ts';
import type { QrItem } from './page-model.ts';

/** The dark modules of a code as rectangles, one per run of a row, from the code's own corner and in its unit. */
export function qrRectangles(item: QrItem): { x: number; y: number; width: number; height: number }[] {
  const count = item.modules.length;
  if (count === 0 || item.modules.some((row) => row.length !== count)) throw new SealedFileError('argument', 'modules');
  const step = item.side / count;
  return item.modules.flatMap((row, line) => {
    const runs: { x: number; y: number; width: number; height: number }[] = [];
    for (let at = 0; at < count; at++) {
      if (!row[at]) continue;
      const start = at;
      while (row[at + 1]) at++;
      runs.push({ x: start * step, y: line * step, width: (at + 1 - start) * step, height: step });
    }
    return runs;
  });
}
