import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface ReadyLine {
  ready: true;
  seconds: number;
  pwa: string;
  graphql: string;
  token: string;
  sms: string;
  /** the counterpart that plays other provinces */
  provinces: string;
  /** the counterpart of the platform of health records */
  healthRecords: string;
  realName: string;
  accounts: { role: string; account?: string; password?: string; clientId?: string; clientSecret?: string }[];
}
export interface RunningProduct {
  line: ReadyLine;
  dataDir: string;
  child: ChildProcess;
  /** all of standard output so far */
  output: () => string;
  /** all of standard error so far */
  progress: () => string;
  /** SIGINT to the process group, as Ctrl-C does. @returns seconds until everything had ended, and the exit code */
  interrupt: () => Promise<{ seconds: number; code: number | null }>;
}
export class ProductFailed extends Error {
  constructor(
    readonly code: number | null,
    readonly said: string,
  ) {
    super(`the product ended with ${code}: ${said.split('\n').slice(-6).join(' | ')}`);
  }
}

function launch(environment: Record<string, string>, args: string[] = []): ChildProcess {
  // What a test run sets for itself must not reach the product.
  const { DATABASE_URL: _server, NODE_OPTIONS: _options, VITEST: _vitest, NODE_ENV: _mode, ...inherited } = process.env;
  return spawn('npm', ['start', '--silent', '--', '--json', ...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited, PORT: '0', ...environment },
  });
}

/** Starts the product and presses Ctrl-C when it says something. @returns all it said, also when it never says that */
export async function interruptedAt(
  sign: string,
  dataDir: string,
  environment: Record<string, string> = {},
): Promise<string> {
  const child = launch({ ...environment, MIAOBEN_DATA: dataDir });
  child.stdout!.resume();
  let said = '';
  const ended = new Promise((resolve) => child.once('close', resolve));
  const heard = new Promise<void>((resolve) => {
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes(sign)) resolve();
    });
  });
  await Promise.race([heard, ended]);
  if (said.includes(sign)) process.kill(-child.pid!, 'SIGINT');
  await ended;
  return said;
}

/** Starts the product by its own command in a process group of its own. @throws ProductFailed when it ends before it is ready */
export async function startProduct(
  environment: Record<string, string> = {},
  args: string[] = [],
): Promise<RunningProduct> {
  const dataDir = environment.MIAOBEN_DATA ?? (await mkdtemp(join(tmpdir(), 'miaoben-data-')));
  const child = launch({ ...environment, MIAOBEN_DATA: dataDir }, args);
  let output = '';
  let progress = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    progress += text;
  });
  const line = await new Promise<ReadyLine>((resolve, reject) => {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('\n')) resolve(JSON.parse(output.slice(0, output.indexOf('\n'))) as ReadyLine);
    });
    void ended.then((code) => reject(new ProductFailed(code, progress)));
  });
  return {
    line,
    dataDir,
    child,
    output: () => output,
    progress: () => progress,
    interrupt: async () => {
      const started = Date.now();
      // It ended by itself: what it said last says why.
      if (child.exitCode !== null || child.signalCode !== null) throw new ProductFailed(child.exitCode, progress);
      process.kill(-child.pid!, 'SIGINT');
      const code = await ended;
      return { seconds: (Date.now() - started) / 1000, code };
    },
  };
}

export const removeData = (dataDir: string) => rm(dataDir, { recursive: true, force: true });
