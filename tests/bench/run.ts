/** `npm run bench -- <name> [options]`: ratios measured in one run; each bench prints its data size and exits 1 when a gate is missed. */
const BENCHES: Record<string, () => Promise<{ run: (options: string[]) => Promise<boolean> }>> = {
  gateway: () => import('./gateway/bench.ts'),
  size: () => import('./size/bench.ts'),
  schedule: () => import('./schedule/bench.ts'),
  data: () => import('./data/bench.ts'),
  files: () => import('./files/bench.ts'),
  ingest: () => import('./ingest/bench.ts'),
  certificate: () => import('./certificate/bench.ts'),
  judge: () => import('./judge/bench.ts'),
  pack: () => import('./pack/bench.ts'),
  roster: () => import('./roster/bench.ts'),
  device: () => import('./device/bench.ts'),
  codes: () => import('./codes/bench.ts'),
};

export {};

const [name = '', ...options] = process.argv.slice(2);
const names = name ? [name] : Object.keys(BENCHES);
let passed = true;
for (const each of names) {
  const bench = BENCHES[each];
  if (!bench) {
    process.stderr.write(`There is no bench "${each}"; there are: ${Object.keys(BENCHES).join(', ')}.\n`);
    process.exit(2);
  }
  process.stdout.write(`\n== bench ${each}\n`);
  if (!(await (await bench()).run(options))) passed = false;
}
process.exit(passed ? 0 : 1);
