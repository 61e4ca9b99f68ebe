/**
 * `npm run -s offline-faults -- --schedules 200 --seed 7`: tablets with the app's own sync code against a real server, among dropped,
 * repeated, delayed and reordered messages, clocks up to 48 h off, killed tabs, full disks, kill -9 of servers and restarts of the
 * database. The last line says what was lost, doubled and diverged; a failing schedule is replayed with `--only NUMBER`.
 * `--from NUMBER` goes on there: the schedules of one seed can be run in parts.
 */
import { parseArgs } from 'node:util';
import { closingLine, runFaults } from './simulation/run.ts';

const USAGE = 'Usage: offline-faults -- [--schedules 200] [--seed 7] [--from NUMBER] [--only NUMBER] [--lanes 8]';

function stop(): never {
  process.stderr.write(`${USAGE}\n`);
  process.exit(2);
}
function readNumber(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  return /^\d{1,9}$/.test(text) ? Number(text) : stop();
}
function readArguments() {
  try {
    return parseArgs({
      options: {
        schedules: { type: 'string' },
        seed: { type: 'string' },
        from: { type: 'string' },
        only: { type: 'string' },
        lanes: { type: 'string' },
      },
    }).values;
  } catch {
    return stop();
  }
}

const values = readArguments();
const schedules = readNumber(values.schedules, 200);
const seed = readNumber(values.seed, 7);
const started = Date.now();
const total = await runFaults({
  schedules,
  seed,
  from: readNumber(values.from, 0),
  lanes: Math.max(1, readNumber(values.lanes, 8)),
  ...(values.only !== undefined && { only: readNumber(values.only, 0) }),
  progress: (line) => void process.stderr.write(`${line}\n`),
});
for (const { number, verdict } of total.failing.sort((a, b) => a.number - b.number)) {
  process.stdout.write(`schedule ${number}: ${closingLine(verdict)} (replay: --seed ${seed} --only ${number})\n`);
  process.stdout.write(`  ${verdict.log.join(' · ')}\n`);
}
const seconds = Math.round((Date.now() - started) / 1000);
process.stdout.write(
  `${values.only === undefined ? schedules : 1} schedules, seed ${seed}, ${total.steps} steps, ${total.given} doses from the fridge, ${total.attention} for a person to look at, ${seconds} s\n`,
);
process.stdout.write(`${closingLine(total)}\n`);
process.exitCode = total.failing.length > 0 || total.lost + total.doubled + total.diverged > 0 ? 1 : 0;
