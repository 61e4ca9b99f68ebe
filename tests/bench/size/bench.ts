import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleSizes } from '../../support/bundle-size.ts';

/** Question: what does a browser fetch? Exact, so the gates are too (bytes of script, gzip). */
const GATES: Record<string, number> = { 'family/index.html': 60_000, 'verify/index.html': 50_000 };
const MOST_A_CHUNK = 60_000;
/** Chunks fetched when they are needed, that may be larger. */
const LAZY = /^assets\/(decoder|reader|map|schedule)/;
/** Smaller chunks are printed as one sum. */
const WORTH_A_LINE = 2_000;
/** performance.md, goals D: printed only. */
const GOALS = { firstRoute: 40_000, whole: 120_000 };

const root = fileURLToPath(new URL('../../..', import.meta.url));
const say = (text: string) => void process.stdout.write(`${text}\n`);
const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`.padStart(9);

export async function run(): Promise<boolean> {
  // Builds only what has changed.
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/turbo/bin/turbo'), 'run', 'build', '--output-logs=errors-only', '--log-prefix=none'],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' } },
  );
  const sizes = bundleSizes(join(root, 'pwa/dist'));
  let passed = true;
  say('script before the first screen, gzip');
  for (const entry of sizes.entries) {
    const bytes = sizes.firstView(entry);
    const most = GATES[entry];
    const missed = most !== undefined && bytes > most;
    if (missed) passed = false;
    const told =
      most === undefined ? '' : missed ? `   MISSED: at most ${kb(most).trim()}` : `   at most ${kb(most).trim()}`;
    say(`  ${kb(bytes)}  ${entry}${told}`);
  }
  say('chunks');
  for (const [file, bytes] of [...sizes.scripts].sort(([, a], [, b]) => b - a)) {
    const missed = bytes > MOST_A_CHUNK && !LAZY.test(file);
    if (missed) passed = false;
    if (bytes < WORTH_A_LINE) continue;
    say(`  ${kb(bytes)}  ${file}${missed ? `   MISSED: at most ${kb(MOST_A_CHUNK).trim()}` : ''}`);
  }
  const small = [...sizes.scripts.values()].filter((n) => n < WORTH_A_LINE);
  say(`  ${kb(small.reduce((sum, n) => sum + n, 0))}  ${small.length} smaller ones`);
  const total = (files: ReadonlyMap<string, number>) => [...files.values()].reduce((sum, n) => sum + n, 0);
  const whole = [...sizes.scripts].reduce((sum, [file, n]) => (LAZY.test(file) ? sum : sum + n), 0);
  say(`  ${kb(total(sizes.styles))}  styles`);
  say(`  ${kb(sizes.precached)}  kept for use off line, everything`);
  say(
    `goals: first route ${kb(sizes.firstView('index.html')).trim()} (${kb(GOALS.firstRoute).trim()}); whole app without lazy chunks ${kb(whole).trim()} (${kb(GOALS.whole).trim()})`,
  );
  return passed;
}
