/**
 * Command over answer codes, a line in and a line out:
 * `verify --trust DIR [--at INSTANT]` reads QR texts and writes verdicts; `issue --keys DIR` reads orders and writes codes.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { issueLine, verifyLine } from './credential-lines.ts';
import { FolderError, IssuerFolder, openFolder } from './issuer-folder.ts';

const USAGE = `Usage: credential -- verify --trust DIR [--at 2026-11-20T08:00:00Z] < texts
       credential -- issue --keys DIR < orders`;

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader has seen enough.
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

async function say(answer: object): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) {
    await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}

const lines = () => createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });

async function verify(dir: string, at: number): Promise<void> {
  const held = await openFolder(dir);
  // An empty line is a text nobody can read, and every line gets its answer.
  for await (const line of lines()) await say(await verifyLine(line, held, at));
}

async function issue(dir: string): Promise<void> {
  const folder = await IssuerFolder.open(dir);
  let latest = Math.floor(Date.now() / 1000);
  for await (const line of lines()) {
    if (line.trim() === '') continue;
    const { answer, issued } = await issueLine(line, folder);
    latest = Math.max(latest, issued ?? 0);
    await say(answer);
  }
  await folder.publish(latest);
}

function readArguments() {
  try {
    const options = { trust: { type: 'string' }, at: { type: 'string' }, keys: { type: 'string' } } as const;
    return parseArgs({ allowPositionals: true, options });
  } catch {
    return stop(USAGE);
  }
}

const { positionals, values } = readArguments();
const [action, ...rest] = positionals;
const at = values.at === undefined ? Date.now() : Date.parse(values.at);
if (rest.length > 0) stop(USAGE);
if (Number.isNaN(at)) stop('--at is not an instant such as 2026-11-20T08:00:00Z.');
try {
  if (action === 'verify' && values.trust !== undefined) await verify(values.trust, Math.floor(at / 1000));
  else if (action === 'issue' && values.keys !== undefined) await issue(values.keys);
  else stop(USAGE);
} catch (error) {
  if (!(error instanceof FolderError)) throw error;
  stop(`The folder cannot be used: ${error.message}.`);
}
