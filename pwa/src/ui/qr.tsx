import { encode } from 'uqr';

/**
 * A QR symbol, black on white in every theme, with the quiet zone of four modules that the standard wants.
 * @param ecc `L` for long texts on a screen, where a coarser symbol reads better than one that mends more
 */
export function Qr({ text, label, ecc = 'M' }: { text: string; label: string; ecc?: 'L' | 'M' }) {
  return <QrModules rows={encode(text, { ecc, border: 0, boostEcc: false }).data} label={label} />;
}

/** Modules that the standard wants to be light around the symbol. */
const QUIET = 4;

/** The symbol of rows of modules, true for dark; the quiet zone is drawn around them. */
export function QrModules({ rows, label }: { rows: readonly (readonly boolean[])[]; label: string }) {
  const size = rows.length + 2 * QUIET;
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges" role="img" aria-label={label}>
      <rect width={size} height={size} fill="#ffffff" />
      <path d={pathOf(rows)} fill="#000000" />
    </svg>
  );
}

/** One rectangle for each run of dark modules in a row. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  let path = '';
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x += 1;
      const width = x - start + 1;
      path += `M${start + QUIET} ${y + QUIET}h${width}v1h-${width}z`;
    }
  }
  return path;
}
