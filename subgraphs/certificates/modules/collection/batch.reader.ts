import { setImmediate } from 'node:timers/promises';
import { type Em, MiaobenError, type Services } from '@miaoben/kernel';
import { alone } from '@miaoben/kernel/alone';
import { SheetError } from '@miaoben/kernel/sheets/reader';
import type { StoredType } from '../licence/licence.entry.ts';
import { typeAt } from '../licence-type/licence-type.repository.ts';
import {
  type BatchRow,
  batchById,
  endRound,
  type FileRow,
  filesOf,
  noteProgress,
  step,
  unfinishedBatches,
} from './batch.repository.ts';
import { Unreadable } from './batch.rules.ts';
import { originOf } from './collection.origin.ts';
import { correctRows } from './correction.ts';
import { examine, findingMessage, type GateEnv } from './gate.ts';
import { noteProblems } from './problem.repository.ts';
import { headersOf, type Source, sourceOf, sourceRows } from './source.ts';
import {
  clearStaged,
  countWrong,
  findSecondLicences,
  forgetCounts,
  MAX_FINDINGS,
  noteChunk,
  noteRead,
  putRows,
  type StagedRow,
} from './staging.repository.ts';
import { takeBatch } from './take.ts';

/** Rows staged with one transaction: what a stopped process has to do again. */
const CHUNK = 2_000;
/** Rows checked without a pause. */
const TURN = 100;
interface Chunk {
  readonly rows: readonly StagedRow[];
  /** how much of the file is read with it, 0 to 1 */
  readonly portion: number;
}

/** The rows of a file that are not staged yet, checked. */
async function* chunksOf(
  env: GateEnv,
  source: Source,
  file: Pick<FileRow, 'number' | 'rows_done'>,
): AsyncGenerator<Chunk, void> {
  const { fields, primaryKey } = env.type.definition;
  let seen = 0;
  let rows: StagedRow[] = [];
  for await (const { row, portion } of sourceRows(source, headersOf(fields), primaryKey)) {
    seen += 1;
    if (seen <= file.rows_done) continue;
    rows.push(examine(env, row, { file: file.number, number: row.number }));
    // Requests, and the answers of the database to the chunk before, get their turn.
    if (rows.length % TURN === 0) await setImmediate();
    if (rows.length < CHUNK) continue;
    yield { rows, portion };
    rows = [];
  }
  if (rows.length > 0) yield { rows, portion: 1 };
}

/**
 * Reads, checks and takes batches after the request that began them, one after the other. A stopped process loses nothing but the chunk
 * it was at: the next start goes on from the last committed one.
 */
export class BatchReader {
  readonly #services: Services;
  #tail: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(services: Services) {
    this.#services = services;
  }

  async resume(): Promise<void> {
    for (const id of await unfinishedBatches(this.#em())) void this.read(id);
  }

  read(batchId: string): Promise<void> {
    this.#tail = this.#tail.then(() => this.#attempt(batchId));
    return this.#tail;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#tail;
  }

  #em(): Em {
    return this.#services.orm.em.fork() as Em;
  }

  async #attempt(batchId: string): Promise<void> {
    if (this.#stopping) return;
    try {
      await alone(this.#em(), batchId, () => this.#work(batchId));
    } catch (error) {
      await this.#fail(batchId, error);
    }
  }

  async #work(batchId: string): Promise<void> {
    const em = this.#em();
    await step(em, batchId, 'arrive', 'reading');
    const batch = await batchById(em, batchId);
    if (!batch) return;
    const type = await typeAt(em, batch.type_code, batch.type_version);
    if (!type) throw new Error(`version ${batch.type_version} of type ${batch.type_code} is not there`);
    const origin = await originOf(em, batch);
    const { keyring, clock } = this.#services;
    const env: GateEnv = { keyring, type, origin, today: clock.today() };
    if (batch.state === 'reading') {
      if (!(await this.#readAll(em, batch, env))) return;
      await this.#decide(em, batch, type);
    }
    if (await takeBatch(em, this.#services, batchId, type, origin)) await this.#tidy(em, batchId);
  }

  /** @returns false when the process is being stopped */
  async #readAll(em: Em, batch: BatchRow, env: GateEnv): Promise<boolean> {
    const files = (await filesOf(em, [batch.id])).filter((f) => f.round === batch.round);
    const bytes = files.reduce((sum, f) => sum + Number(f.size), 0);
    if (files[0]?.corrects) {
      await correctRows(em, this.#services, batch, files, env);
      return true;
    }
    // The first rows of a new round take the place of all that came before.
    if (batch.round > 1 && files.every((f) => f.rows_done === 0)) {
      await em.transactional(async (tx) => {
        await clearStaged(tx as Em, batch.id);
        await forgetCounts(tx as Em, batch.id);
      });
    }
    let before = 0;
    for (const file of files) {
      if (file.read_at === null && !(await this.#readFile(em, batch, file, env, { bytes, before }))) return false;
      before += Number(file.size);
    }
    const now = await batchById(em, batch.id);
    if (now?.rows_read === 0) throw new Unreadable('required');
    return true;
  }

  async #readFile(
    em: Em,
    batch: BatchRow,
    file: FileRow,
    env: GateEnv,
    share: { bytes: number; before: number },
  ): Promise<boolean> {
    const { files, clock } = this.#services;
    let room = MAX_FINDINGS - ((await batchById(em, batch.id))?.findings ?? 0);
    const write = async ({ rows, portion }: Chunk) => {
      const findings = rows.reduce((sum, row) => sum + row.findings.length, 0);
      const wrong = rows.filter((row) => row.content === null).length;
      const progress = (share.before + portion * Number(file.size)) / share.bytes;
      await em.transactional(async (tx) => {
        await putRows(tx as Em, batch.id, rows, Math.max(0, room));
        await noteChunk(tx as Em, batch.id, file.file_id, { rows: rows.length, wrong, findings, progress });
      });
      room -= findings;
    };
    const chunks = chunksOf(env, sourceOf(files, file.file_id, file.name), file);
    try {
      // The database writes one chunk while the next one is read and checked.
      for (let next = await chunks.next(); !next.done; ) {
        if (this.#stopping) return false;
        const [read, written] = await Promise.allSettled([chunks.next(), write(next.value)]);
        if (written.status === 'rejected') throw written.reason;
        if (read.status === 'rejected') throw read.reason;
        next = read.value;
      }
    } finally {
      await chunks.return();
    }
    await noteRead(em, file.file_id, clock.now());
    return true;
  }

  /** What the gate says of the whole batch: on to be taken, or refused with its findings. */
  async #decide(em: Em, batch: BatchRow, { code: typeCode }: StoredType): Promise<void> {
    const at = this.#services.clock.now();
    await em.transactional(async (inner) => {
      const tx = inner as Em;
      await findSecondLicences(tx, { id: batch.id, typeCode }, findingMessage('duplicate'));
      const { rowsWrong, findings, byRule } = await countWrong(tx, batch.id);
      if (rowsWrong === 0) {
        await step(tx, batch.id, 'pass', 'taking', { rowsWrong, findings });
        return;
      }
      await step(tx, batch.id, 'refuse', 'refused', { rowsWrong, findings, decidedAt: at });
      const rowsRead = (await batchById(tx, batch.id))?.rows_read ?? 0;
      await endRound(tx, batch, { outcome: 'refused', at, rowsRead, rowsWrong, byRule });
      await noteProblems(tx, batch, byRule, at);
    });
    await this.#removeFiles(em, batch.id);
  }

  /** What was staged has become licences; the uploaded files have done their work. */
  async #tidy(em: Em, batchId: string): Promise<void> {
    await clearStaged(em, batchId);
    await noteProgress(em, batchId, 1);
    await this.#removeFiles(em, batchId);
  }

  async #removeFiles(em: Em, batchId: string): Promise<void> {
    for (const { file_id } of await filesOf(em, [batchId])) await this.#services.files.remove(file_id);
  }

  async #fail(batchId: string, error: unknown): Promise<void> {
    const { log, clock } = this.#services;
    const known =
      error instanceof Unreadable || error instanceof SheetError
        ? error.reason
        : error instanceof MiaobenError
          ? error.code
          : undefined;
    // The text of a database error may repeat a row: only its kind goes to the log.
    if (!known) log.error({ batch: batchId, error: (error as Error).name }, 'a batch of licences could not be read');
    try {
      const em = this.#em();
      const at = clock.now();
      const batch = await batchById(em, batchId);
      if (!batch) return;
      // A correction that cannot be read leaves the rows and findings it was to mend.
      const isCorrection = (await filesOf(em, [batchId])).some((f) => f.round === batch.round && f.corrects);
      const [what, state] = isCorrection ? (['refuse', 'refused'] as const) : (['fail', 'failed'] as const);
      if (!(await step(em, batchId, what, state, { failure: known ?? 'INTERNAL', decidedAt: at }))) return;
      const { rowsWrong, byRule } = await countWrong(em, batchId);
      await endRound(em, batch, { outcome: 'failed', at, rowsRead: batch.rows_read, rowsWrong, byRule });
      await this.#removeFiles(em, batchId);
    } catch (fault) {
      log.error({ batch: batchId, error: (fault as Error).name }, 'the failure of a batch could not be noted');
    }
  }
}
