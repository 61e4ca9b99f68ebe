// `npm start`: plain JavaScript for the Node that npm happens to run on; builds what is missing and hands over to Node 24.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const started = Date.now();
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const bundled = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const major = Number(process.versions.node.split('.')[0]);
const node = major >= 24 ? process.execPath : bundled;
if (major < 24 && !existsSync(bundled)) {
  process.stderr.write('Miaoben needs Node 24 or later; run "npm ci" first, it brings its own.\n');
  process.exit(1);
}

// The signal goes to the whole process group; this process only waits for the others to end in order.
process.on('SIGINT', () => {});
let child;
process.on('SIGTERM', () => child?.kill('SIGTERM'));

const run = (command, args, stdio, extra = {}) =>
  new Promise((resolve) => {
    child = spawn(command, args, { cwd: root, stdio, env: { ...process.env, ...extra } });
    child.once('error', () => resolve(1));
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 130 : 1)));
  });

process.stderr.write('Building what is missing …\n');
const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo');
const built = await run(
  node,
  [turbo, 'run', 'build', '--output-logs=errors-only', '--log-prefix=none'],
  ['ignore', 2, 2],
  {
    TURBO_TELEMETRY_DISABLED: '1',
  },
);
if (built !== 0) {
  process.stderr.write('The app could not be built; the lines above say why.\n');
  process.exit(built);
}
const code = await run(node, ['--import', 'tsx', 'gateway/start/start.ts', ...process.argv.slice(2)], 'inherit', {
  MIAOBEN_STARTED: String(started),
});
process.exit(code);
