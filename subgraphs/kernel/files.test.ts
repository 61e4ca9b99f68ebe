import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { dirname, join } from 'node:path';
import { startBareStack } from '@miaoben/tests/support/bare-stack';
import type { Stack } from '@miaoben/tests/support/stack';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { Keyring } from './crypto.ts';
import { type Em, query } from './db.ts';
import { FileStore, MAX_FILE_BYTES } from './files.ts';

let stack: Stack;
let files: FileStore;
const stored: string[] = [];
beforeAll(async () => {
  stack = await startBareStack(inject('adminUrl'));
  files = stack.services.people.files;
  files.onStored('recipients', (id) => stored.push(id));
  files.onFetch('findings', async (id, response) => {
    response.writeHead(200).end(`findings of ${id}`);
  });
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => stack.stop());

const em = () => stack.services.people.orm.em.fork() as Em;
const announce = (size = 10) =>
  em().transactional((inner) =>
    files.announce(inner as Em, { name: 'names.xlsx', kind: 'recipients', accountId: 'nurse', size }),
  );
const put = (url: string, body: Uint8Array) => stack.file('people', url, body);
const get = (url: string) => stack.file('people', url);
const codeOf = async (answer: Response) =>
  ((await answer.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code;
const leftovers = async () =>
  (await readdir(dirname(files.path('0190a000-0000-7000-8000-000000000000')))).filter((f) => f.endsWith('.part'));

describe('an upload', () => {
  it('is stored whole at the address that was handed out, with its size and digest, and tells its owner', async () => {
    const id = await announce();
    const body = randomBytes(300_000);
    const answer = await put(files.uploadUrl(id), body);
    expect(answer.status).toBe(204);
    expect(await files.read(id)).toEqual(body);
    expect(await files.size(id)).toBe(300_000);
    expect(stored).toContain(id);
    const [row] = await query(
      em(),
      'select size, sha256, stored_at is not null as stored from stored_file where id = $1',
      [id],
    );
    expect(row).toEqual({ size: '300000', sha256: createHash('sha256').update(body).digest('hex'), stored: true });
  });

  it('is taken once', async () => {
    const id = await announce();
    await put(files.uploadUrl(id), Buffer.from('first'));
    const second = await put(files.uploadUrl(id), Buffer.from('second'));
    expect(second.status).toBe(409);
    expect(await codeOf(second)).toBe('CONFLICT');
    expect((await files.read(id)).toString()).toBe('first');
  });

  it('is taken once and whole when two arrive at the same time', async () => {
    const id = await announce();
    const bodies = [Buffer.alloc(4_000_000, 'a'), Buffer.alloc(4_000_000, 'b')];
    const answers = await Promise.all(bodies.map((body) => put(files.uploadUrl(id), body)));
    expect(answers.map((a) => a.status).sort()).toEqual([204, 409]);
    const kept = await files.read(id);
    expect(kept.equals(bodies[0]!) || kept.equals(bodies[1]!)).toBe(true);
    expect(await leftovers()).toEqual([]);
  });

  it('is refused when its address was altered in any part, has ended, or points the other way', async () => {
    const id = await announce();
    const parts = files.uploadUrl(id).split('/');
    for (const at of [3, 4, 5, 6, 7]) {
      const altered = parts.with(
        at,
        at === 6
          ? '9999999999999'
          : at === 3
            ? 'down'
            : `${parts[at]!.slice(0, -1)}${parts[at]!.endsWith('0') ? '1' : '0'}`,
      );
      const answer = await put(altered.join('/'), Buffer.from('x'));
      expect([at, answer.status, await codeOf(answer)]).toEqual([at, 403, 'FORBIDDEN']);
    }
    expect((await get(files.uploadUrl(id))).status).toBe(404);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 16 * 60_000 });
    const ended = files.uploadUrl(id);
    vi.useRealTimers();
    expect((await put(ended, Buffer.from('x'))).status).toBe(403);
    expect(existsSync(files.path(id))).toBe(false);
  });

  it('is refused before it begins when it says that it is too large', async () => {
    await expect(announce(MAX_FILE_BYTES + 1)).rejects.toMatchObject({
      extensions: { code: 'BAD_INPUT', field: 'size', reason: 'file_too_large', max: MAX_FILE_BYTES },
    });
    await expect(announce(0)).rejects.toMatchObject({ extensions: { reason: 'file_too_large' } });
    const id = await announce();
    const status = await new Promise((resolve, reject) => {
      const sending = httpRequest(`${stack.peers.people}${files.uploadUrl(id)}`, {
        method: 'PUT',
        headers: { 'x-miaoben-router': stack.routerSecret, 'content-length': MAX_FILE_BYTES + 1 },
      });
      sending.once('response', (r) => resolve(r.statusCode)).once('error', reject);
      sending.write('x');
    });
    expect(status).toBe(413);
    expect(await leftovers()).toEqual([]);
  });

  it('is cut off at the limit when it does not say its size, without being kept in memory', async () => {
    const id = await announce();
    const chunk = new Uint8Array(1024 * 1024);
    const folder = dirname(files.path(id));
    /** bytes of the upload that lie on the disk so far */
    const onDisk = () =>
      (existsSync(folder) ? readdirSync(folder) : [])
        .filter((name) => name.startsWith(id))
        .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    let sent = 0;
    let kept = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += chunk.length;
        controller.enqueue(chunk);
        if (sent < MAX_FILE_BYTES) kept = Math.max(kept, sent - onDisk());
      },
    });
    const answer = await fetch(`${stack.peers.people}${files.uploadUrl(id)}`, {
      method: 'PUT',
      headers: { 'x-miaoben-router': stack.routerSecret },
      body: endless,
      duplex: 'half',
    } as RequestInit).catch((error: unknown) => error as Error);
    if (answer instanceof Response) expect(answer.status).toBe(413);
    else expect(answer.message).toMatch(/fetch failed/);
    expect(sent).toBeLessThan(MAX_FILE_BYTES + 30 * chunk.length);
    // What is under way at any moment, in the buffers of sender and receiver, is a part of the file: the rest lies on the disk.
    expect(kept).toBeLessThan(MAX_FILE_BYTES * 0.8);
    await expect.poll(leftovers).toEqual([]);
    expect(existsSync(files.path(id))).toBe(false);
    expect((await put(files.uploadUrl(id), Buffer.from('again'))).status).toBe(204);
  });

  it('leaves nothing when the sender breaks off, and may be sent again', async () => {
    const id = await announce();
    await new Promise<void>((resolve) => {
      const sending = httpRequest(`${stack.peers.people}${files.uploadUrl(id)}`, {
        method: 'PUT',
        headers: { 'x-miaoben-router': stack.routerSecret, 'content-length': 1_000_000 },
      });
      sending.once('error', () => resolve());
      sending.write(Buffer.alloc(200_000));
      void expect
        .poll(leftovers, { timeout: 5_000 })
        .toHaveLength(1)
        .then(() => sending.destroy());
    });
    await expect.poll(leftovers).toEqual([]);
    expect((await put(files.uploadUrl(id), Buffer.from('again'))).status).toBe(204);
  });
});

describe('J-87 a file at rest', () => {
  const PIECE = 64 * 1024;
  const NAME = Buffer.from('姓名：甘小雨');
  const body = (size: number) => Buffer.alloc(size, NAME);
  const sent = async (bytes: Uint8Array) => {
    const id = await announce();
    await put(files.uploadUrl(id), bytes);
    return id;
  };
  const change = async (id: string, edit: (bytes: Buffer) => Uint8Array) =>
    writeFile(files.path(id), edit(await readFile(files.path(id))));

  it.each([1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 500_001])(
    'of %i bytes shows none of them, and opens whole',
    async (size) => {
      const bytes = body(size);
      const uploaded = await sent(bytes);
      const kept = await em().transactional((inner) =>
        files.keep(inner as Em, { name: 'proof.pdf', kind: 'proof', accountId: 'nurse' }, bytes),
      );
      for (const id of [uploaded, kept]) {
        const lying = await readFile(files.path(id));
        expect(lying.includes(NAME)).toBe(false);
        expect(lying.length).toBeGreaterThan(size);
        expect([await files.size(id), (await files.read(id)).equals(bytes)]).toEqual([size, true]);
      }
      expect((await readFile(files.path(uploaded))).equals(await readFile(files.path(kept)))).toBe(false);
    },
  );

  it('does not open when a byte is altered anywhere, when it is cut at a piece, or when pieces change places', async () => {
    const bytes = body(3 * PIECE - 5);
    const edits: [string, (b: Buffer) => Uint8Array][] = [
      ['the salt', (b) => b.fill(b[10]! ^ 1, 10, 11)],
      ['the first piece', (b) => b.fill(b[100]! ^ 1, 100, 101)],
      ['the last tag', (b) => b.fill(b.at(-1)! ^ 1, b.length - 1)],
      ['cut after the second piece', (b) => b.subarray(0, 22 + 2 * (PIECE + 16))],
      ['nothing but the head', (b) => b.subarray(0, 22)],
      ['made longer', (b) => Buffer.concat([b, Buffer.alloc(20)])],
      [
        'two pieces exchanged',
        (b) => {
          const at = [22, 22 + PIECE + 16, 22 + 2 * (PIECE + 16)] as const;
          return Buffer.concat([
            b.subarray(0, 22),
            b.subarray(at[1], at[2]),
            b.subarray(at[0], at[1]),
            b.subarray(at[2]),
          ]);
        },
      ],
      ['plain bytes in its place', () => bytes],
    ];
    for (const [what, edit] of edits) {
      const id = await sent(bytes);
      await change(id, edit);
      await expect(files.read(id), what).rejects.toThrow('does not open');
    }
  });

  it('does not open as another file, of this subgraph or another', async () => {
    const [mine, other] = [await sent(body(200)), await sent(body(300))];
    await writeFile(files.path(other), await readFile(files.path(mine)));
    await expect(files.read(other)).rejects.toThrow('does not open');
    const elsewhere = stack.services.vaccines.files;
    await mkdir(dirname(elsewhere.path(mine)), { recursive: true });
    await writeFile(elsewhere.path(mine), await readFile(files.path(mine)));
    await expect(elsewhere.read(mine)).rejects.toThrow('does not open');
  });

  it('written before files were sealed is read as it is', async () => {
    const id = await announce();
    await writeFile(files.path(id), body(PIECE + 7));
    await query(em(), 'update stored_file set stored_at = now(), size = $2 where id = $1', [id, PIECE + 7]);
    expect([await files.size(id), (await files.read(id)).equals(body(PIECE + 7))]).toEqual([PIECE + 7, true]);
  });

  it('opens under the key it was sealed with after the keys have rotated', async () => {
    const id = await sent(body(1_000));
    const ring = JSON.parse(stack.configOf('people').keyring) as { data: Record<string, string>; blind: string };
    const store = (data: Record<string, string>) =>
      new FileStore(
        'people',
        stack.configOf('people').filesDir,
        new Keyring(JSON.stringify({ ...ring, data })),
        stack.services.people.orm,
      );
    const fresh = randomBytes(32).toString('hex');
    expect((await store({ ...ring.data, '9': fresh }).read(id)).equals(body(1_000))).toBe(true);
    await expect(store({ '9': fresh }).read(id)).rejects.toThrow('not in the keyring');
  });

  it('that an interrupted upload left is removed after an hour, and nothing else', async () => {
    const [stored, announced, recent] = [await sent(body(10)), await announce(), await announce()];
    const unknown = `0190a000-0000-7000-8000-${randomBytes(6).toString('hex')}`;
    const part = `${files.path(announced)}.${unknown}.part`;
    const paths = [files.path(stored), files.path(announced), files.path(unknown), part];
    const fresh = [files.path(recent), `${files.path(recent)}.${unknown}.part`];
    for (const path of [...paths.slice(1), ...fresh]) await writeFile(path, body(10));
    const foreign = join(dirname(part), 'README');
    await writeFile(foreign, 'x');
    const old = new Date(Date.now() - 61 * 60_000);
    for (const path of [...paths, foreign]) await utimes(path, old, old);
    expect(await files.removeOrphans()).toBe(3);
    expect([...paths, foreign, ...fresh].map((path) => existsSync(path))).toEqual([
      true,
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(await files.removeOrphans()).toBe(0);
  });
});

describe('a download', () => {
  it('is made when its address is fetched', async () => {
    const answer = await get(files.downloadUrl('findings', 'import-1'));
    expect(await answer.text()).toBe('findings of import-1');
  });

  it('is refused at an address of another subgraph, kind, object or direction', async () => {
    const url = files.downloadUrl('findings', 'import-1');
    expect((await get(url.replace('import-1', 'import-2'))).status).toBe(403);
    expect((await get(url.replace('findings', 'template'))).status).toBe(403);
    expect((await put(url, Buffer.from('x'))).status).toBe(404);
    expect((await get(files.downloadUrl('unheard-of', 'import-1'))).status).toBe(404);
    const elsewhere = stack.services.vaccines.files.downloadUrl('findings', 'import-1');
    expect((await get(elsewhere.replace('/vaccines/', '/people/'))).status).toBe(403);
  });
});

it('never builds a path from anything but an id', () => {
  for (const id of ['../../etc/passwd', '', 'x', '00000000-0000-4000-8000-000000000000'])
    expect(() => files.path(id)).toThrow('not a file id');
});
