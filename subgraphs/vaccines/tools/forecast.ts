/**
 * Command: one JSON case per line on standard input, one result per line on standard output, in the same order.
 * A line that cannot be read gets a line with an error and does not stop the others.
 */
import { createInterface } from 'node:readline';
import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { Forecaster } from './forecast-line.ts';

const forecaster = new Forecaster(nipSchedule());
const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader has seen enough.
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
for await (const line of lines) {
  if (line.trim() === '') continue;
  const answer = forecaster.answer(line);
  if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) {
    await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}
