import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { SubgraphName } from '@miaoben/schema';
import type { Keyring } from './crypto.ts';
import { change, type Em, type Orm, query } from './db.ts';
import { badInput, MiaobenError } from './errors.ts';
import { removeOrphans } from './file-orphans.ts';
import { BrokenFile, lookAtRest, openingStream, sealingStream } from './file-seal.ts';
import { isUuidV7, newId } from './ids.ts';
import { sendSpentLink, wantsPage } from './link-page.ts';

export const MAX_FILE_BYTES = 50 * 1024 * 1024;
const UPLOAD_MS = 15 * 60_000;
const DOWNLOAD_MS = 5 * 60_000;

const alreadyStored = () => new MiaobenError('CONFLICT', { reason: 'already_decided' });

type Produce = (fileId: string, response: ServerResponse) => Promise<void>;

/**
 * Files of one subgraph. They never travel in GraphQL (design section 6): a mutation hands out a short-lived signed address
 * under the gateway's `/files/<subgraph>/…`, which streams here. All of them are sealed on the disk, bound to their id (J-87).
 */
export class FileStore {
  readonly #secret: Buffer;
  readonly #dir: string;
  readonly #subgraph: SubgraphName;
  readonly #orm: Orm;
  readonly #keyring: Keyring;
  readonly #stored = new Map<string, (fileId: string) => void>();
  readonly #produced = new Map<string, Produce>();

  constructor(subgraph: SubgraphName, dir: string, keyring: Keyring, orm: Orm) {
    this.#subgraph = subgraph;
    this.#dir = join(dir, subgraph);
    this.#secret = keyring.derive('file addresses');
    this.#keyring = keyring;
    this.#orm = orm;
  }

  /** Called when a file of that kind is stored whole. */
  onStored(kind: string, handler: (fileId: string) => void): void {
    this.#stored.set(kind, handler);
  }

  /** Registers a file that is made when it is fetched (exports): `path` is the address' middle part. */
  onFetch(kind: string, produce: Produce): void {
    this.#produced.set(kind, produce);
  }

  /** Announces a file in the caller's transaction. @throws BAD_INPUT when it is larger than allowed */
  async announce(em: Em, file: { name: string; kind: string; accountId: string; size: number }): Promise<string> {
    if (file.size < 1 || file.size > MAX_FILE_BYTES) throw badInput('size', 'file_too_large', { max: MAX_FILE_BYTES });
    const id = newId();
    await query(em, 'insert into stored_file (id, name, kind, account_id, size) values ($1, $2, $3, $4, $5)', [
      id,
      file.name,
      file.kind,
      file.accountId,
      file.size,
    ]);
    return id;
  }

  /** Stores a file the subgraph made itself; the row is the caller's transaction's. @returns its id */
  async keep(em: Em, file: { name: string; kind: string; accountId: string }, bytes: Uint8Array): Promise<string> {
    const id = newId();
    await mkdir(this.#dir, { recursive: true });
    await pipeline(Readable.from([bytes]), this.#seal(id), createWriteStream(this.path(id)));
    await query(
      em,
      `insert into stored_file (id, name, kind, account_id, size, sha256, stored_at, sealed)
       values ($1, $2, $3, $4, $5, $6, now(), true)`,
      [id, file.name, file.kind, file.accountId, bytes.length, createHash('sha256').update(bytes).digest('hex')],
    );
    return id;
  }

  uploadUrl(fileId: string): string {
    return this.#address('up', 'file', fileId, UPLOAD_MS);
  }
  downloadUrl(kind: string, id: string): string {
    return this.#address('down', kind, id, DOWNLOAD_MS);
  }
  path(fileId: string): string {
    if (!isUuidV7(fileId)) throw new Error('not a file id');
    return join(this.#dir, fileId);
  }

  #sign(direction: string, kind: string, id: string, until: string): string {
    return createHmac('sha256', this.#secret)
      .update([this.#subgraph, direction, kind, id, until].join('\0'))
      .digest('base64url');
  }
  #address(direction: 'up' | 'down', kind: string, id: string, ms: number): string {
    const until = String(Date.now() + ms);
    return `/files/${this.#subgraph}/${direction}/${kind}/${id}/${until}/${this.#sign(direction, kind, id, until)}`;
  }

  /** Serves `/files/<subgraph>/<up|down>/<kind>/<id>/<until>/<signature>`. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#serve(request, response);
    } catch (error) {
      // People open these addresses in the browser: what a program reads as JSON says nothing to them.
      if (error instanceof MiaobenError && wantsPage(request) && !response.headersSent) sendSpentLink(response, error);
      else throw error;
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, , , direction = '', kind = '', id = '', until = '', signature = ''] = new URL(
      request.url ?? '/',
      'http://x',
    ).pathname.split('/');
    const expected = this.#sign(direction, kind, id, until);
    const genuine =
      signature.length === expected.length && timingSafeEqual(Buffer.from(signature), Buffer.from(expected));
    if (!genuine) throw new MiaobenError('FORBIDDEN');
    if (Number(until) < Date.now()) throw new MiaobenError('FORBIDDEN', { reason: 'expired' });
    if (direction === 'up' && request.method === 'PUT') return this.#receive(id, request, response);
    if (direction === 'down' && request.method === 'GET') {
      const produce = this.#produced.get(kind);
      if (produce) return produce(id, response);
    }
    throw new MiaobenError('NOT_FOUND');
  }

  async #receive(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const em = this.#orm.em.fork() as Em;
    const [file] = await query<{ kind: string; stored_at: string | null }>(
      em,
      'select kind, stored_at from stored_file where id = $1',
      [id],
    );
    if (!file) throw new MiaobenError('NOT_FOUND');
    if (file.stored_at) throw alreadyStored();
    // A size told in advance is refused with an answer; without one the connection is cut at the limit.
    if (Number(request.headers['content-length'] ?? 0) > MAX_FILE_BYTES) throw new MiaobenError('PAYLOAD_TOO_LARGE');
    await mkdir(this.#dir, { recursive: true });
    // Two uploads at the same address at the same time write to files of their own; the first to end is kept.
    const part = `${this.path(id)}.${newId()}.part`;
    const hash = createHash('sha256');
    let size = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length;
        hash.update(chunk);
        done(size > MAX_FILE_BYTES ? new MiaobenError('PAYLOAD_TOO_LARGE') : null, chunk);
      },
    });
    try {
      await pipeline(request, measure, this.#seal(id), createWriteStream(part));
      await em.transactional(async (inner) => {
        const first = await change(
          inner as Em,
          'update stored_file set size = $2, sha256 = $3, stored_at = now(), sealed = true where id = $1 and stored_at is null',
          [id, size, hash.digest('hex')],
        );
        if (first === 0) throw alreadyStored();
        await rename(part, this.path(id));
      });
    } catch (error) {
      await rm(part, { force: true });
      // Nobody is left to answer, and nothing is wrong on our side.
      throw (error as NodeJS.ErrnoException).code === 'ECONNRESET' ? new MiaobenError('BAD_REQUEST') : error;
    }
    this.#stored.get(file.kind)?.(id);
    response.writeHead(204).end();
  }

  #context(fileId: string): string {
    return `${this.#subgraph}\0${fileId}`;
  }
  #seal(fileId: string): Transform {
    return sealingStream(this.#keyring, this.#context(fileId));
  }

  /** Bytes of its content. */
  async size(fileId: string): Promise<number> {
    return (await lookAtRest(this.path(fileId))).size;
  }

  /**
   * Its content.
   * @throws BrokenFile at once when plain bytes lie where a sealed file was written; the stream ends with it when bytes were altered
   */
  async open(fileId: string): Promise<Readable> {
    const path = this.path(fileId);
    // Files of before lie there as they were sent. Only the row can say so: a marker alone could be taken away with the seal.
    if (!(await lookAtRest(path)).isSealed) {
      const em = this.#orm.em.fork() as Em;
      const [row] = await query<{ sealed: boolean }>(em, 'select sealed from stored_file where id = $1', [fileId]);
      if (row?.sealed) throw new BrokenFile();
    }
    return openingStream(this.#keyring, path, this.#context(fileId));
  }

  /** Its whole content; at most what an upload may have (50 MB). @throws BrokenFile */
  async read(fileId: string): Promise<Buffer> {
    return buffer(await this.open(fileId));
  }

  /** Removes the bytes; the row stays as a trace of what was uploaded. */
  async remove(fileId: string): Promise<void> {
    await rm(this.path(fileId), { force: true });
  }

  /** Removes what interrupted uploads left behind. @returns how many files */
  async removeOrphans(): Promise<number> {
    return removeOrphans(this.#orm.em.fork() as Em, this.#dir);
  }
}
