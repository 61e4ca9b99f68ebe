// `npm test`: everything CI runs. The last line counts all suites: "N passed, N failed, N skipped".
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './support/browser.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const long = process.argv.includes('--long');
const bin = join(root, 'node_modules', '.bin');
const node = Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : join(bin, 'node');
if (!existsSync(node)) {
  process.stderr.write('The tests need Node 24 or later; run "npm ci" first, it brings its own.\n');
  process.exit(1);
}
/** Folder in memory, if it has room for the databases of the tests: making and dropping some hundreds of them is mostly disk work. */
function memoryFolder() {
  const folder = '/dev/shm';
  if (long || !existsSync(folder)) return undefined;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > 8e9 && freemem() > 8e9 ? folder : undefined;
}
const memory = memoryFolder();
const env = {
  ...process.env,
  ...(memory && { TMPDIR: memory }),
  PATH: `${bin}:${process.env.PATH}`,
  TURBO_TELEMETRY_DISABLED: '1',
  MIAOBEN_EXTERNAL_DATA: process.env.MIAOBEN_EXTERNAL_DATA ?? join(root, '..', 'shared'),
  ...(long && { MIAOBEN_LONG: '1' }),
};
/** @param held say what the program said only when it has ended, for programs that run beside others */
const run = (name, args, held = false) =>
  new Promise((resolve) => {
    if (!held) process.stdout.write(`\n== ${name}\n`);
    const started = Date.now();
    const said = [];
    const out = held ? 'pipe' : 'inherit';
    const child = spawn(args[0], args.slice(1), { cwd: root, stdio: ['ignore', out, out], env });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => said.push(part));
    child.once('error', () => resolve(1));
    child.once('close', (code) => {
      if (held) process.stdout.write(`\n== ${name}\n${Buffer.concat(said)}`);
      process.stdout.write(
        `== ${name}: ${code === 0 ? 'ok' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s\n`,
      );
      resolve(code ?? 1);
    });
  });

const total = { passed: 0, failed: 0, skipped: 0 };
const count = (code) => (code === 0 ? total.passed++ : total.failed++);

if (!existsSync(env.MIAOBEN_EXTERNAL_DATA)) {
  process.stdout.write('External test data (MIAOBEN_EXTERNAL_DATA) is not here: the tests that use it are skipped.\n');
}
// The last run's cache must not stand in for this one.
count(
  await run('build', [
    node,
    join(root, 'node_modules/turbo/bin/turbo'),
    'run',
    'build',
    '--force',
    '--output-logs=errors-only',
  ]),
);
// Each of these uses one core: two lanes, and what a check says stays together.
const inTurn = async (checks) => {
  for (const [name, args] of checks) count(await run(name, args, true));
};
await Promise.all([
  inTurn([
    ['types', [node, join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json']],
    ['lint', [join(bin, 'biome'), 'ci', '.', '--max-diagnostics=40', '--colors=off']],
  ]),
  inTurn([
    [
      'import rules',
      [
        join(bin, 'depcruise'),
        '--config',
        '.dependency-cruiser.cjs',
        'schema',
        'gateway',
        'pwa/src',
        'seeds',
        'subgraphs',
        'tests',
      ],
    ],
    ['unused code', [node, join(root, 'node_modules/knip/bin/knip.js'), '--no-progress']],
  ]),
]);

const browser = await ensureBrowser();
if (!browser) process.stdout.write('No browser is here and none could be installed: the browser tests fail.\n');
else Object.assign(env, browser);

const failures = [];
/** Runs vitest over some projects and adds what it counted; says what failed once more at the end, where a cut log still has it. */
async function vitest(name, projects, { behind = false } = {}) {
  const report = join(root, 'node_modules', '.cache', `vitest-${name.replaceAll(' ', '-')}.json`);
  rmSync(report, { force: true });
  const program = [node, join(root, 'node_modules/vitest/vitest.mjs'), 'run'];
  const chosen = projects.flatMap((project) => ['--project', project]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run(name, [...(behind ? ['nice'] : []), ...program, ...chosen, ...reporters], behind);
  if (!existsSync(report)) {
    total.failed += 1;
    return;
  }
  const result = JSON.parse(readFileSync(report, 'utf8'));
  total.passed += result.numPassedTests;
  total.skipped += result.numPendingTests + (result.numTodoTests ?? 0);
  // A file that could not be loaded has no tests to fail.
  const unloaded = result.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0);
  const failed = result.numFailedTests + unloaded.length;
  total.failed += code !== 0 && failed === 0 ? 1 : failed;
  failures.push(...unloaded.map((f) => `${f.name}\n${f.message}`));
  for (const file of result.testResults)
    for (const test of file.assertionResults.filter((t) => t.status === 'failed'))
      failures.push(`${file.name} > ${test.fullName}\n${test.failureMessages.join('\n').slice(0, 2_000)}`);
}

if (long) await vitest('long tests', ['long', 'long-product']);
else {
  // The browser leaves a good part of two cores idle; the other tests take it, and step back for the browser.
  await Promise.all([
    vitest('tests in the product', ['product']),
    vitest('tests of the parts', ['unit', 'app', 'whole'], { behind: true }),
  ]);
}
for (const failure of failures) process.stdout.write(`\nFAILED ${failure}\n`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exit(total.failed === 0 ? 0 : 1);
