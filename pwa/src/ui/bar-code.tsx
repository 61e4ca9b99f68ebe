import { code128 } from './code128.ts';

/** Modules the standard wants light on each side. */
const QUIET = 10;
const HEIGHT = 40;

/** Digits as bars, black on white in every theme; nothing for what bars cannot hold. */
export function BarCode({ digits, label }: { digits: string; label: string }) {
  const modules = code128(digits);
  if (!modules) return null;
  const width = modules.length + 2 * QUIET;
  const path = modules.map((dark, x) => (dark ? `M${x + QUIET} 0h1v${HEIGHT}h-1z` : '')).join('');
  return (
    <svg
      class="bar-code"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      shape-rendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <rect width={width} height={HEIGHT} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
