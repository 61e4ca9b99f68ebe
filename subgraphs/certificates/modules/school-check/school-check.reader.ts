import { setTimeout as sleep } from 'node:timers/promises';
import { audit, type Claims, type Em, MiaobenError, type Services } from '@miaoben/kernel';
import { alone } from '@miaoben/kernel/alone';
import { type HeaderMap, mapHeader } from '@miaoben/kernel/imports/headers';
import { addFinding } from '@miaoben/kernel/imports/messages';
import { SheetError, SheetReader } from '@miaoben/kernel/sheets/reader';
import type { InputReason } from '@miaoben/schema';
import { knownPupils } from '../school-pupil/pupil-intake.ts';
import { rosterColumns } from './roster.columns.ts';
import { type Pupil, readPupil } from './roster.rules.ts';
import { judgePupils } from './school-check.judge.ts';
import {
  beginReading,
  type CheckRow,
  checkById,
  endReading,
  failCheck,
  insertRows,
  noteProgress,
  unfinishedChecks,
} from './school-check.repository.ts';

/** A whole school; more rows belong in several lists. */
const MAX_ROWS = 5_000;
/** Rows judged with one question to vaccines. */
const BATCH = 200;
/** Batches in work at a time: while vaccines judges one, the other is matched, sealed and stored. */
const LANES = 2;
/** Title lines above the header are skipped, up to here. */
const HEADER_WITHIN = 10;
/** Pauses between attempts while another subgraph does not answer. */
const PATIENCE_MS = [1_000, 3_000, 10_000];

/** Says of pupils who stand in the round already that the list brings their row up to date. */
async function markKnown(em: Em, roundId: string, schoolId: string, pupils: readonly Pupil[]): Promise<void> {
  const keys = pupils.flatMap((p) => p.key ?? []);
  const known = await knownPupils(em, roundId, schoolId, keys);
  for (const { draft, key } of pupils)
    if (key !== null && known.has(key))
      addFinding(draft, null, { code: 'duplicate', message: '本轮已登记，导入后更新原记录', severity: 'warning' });
}

/** The list cannot be read; the reason is told to the school. */
class Unreadable extends Error {
  readonly reason: InputReason;
  constructor(reason: InputReason) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * Reads class lists after the request that announced them, one after the other. One that a stopped process left in the middle is read
 * anew at the next start.
 */
export class RosterReader {
  readonly #services: Services;
  #tail: Promise<void> = Promise.resolve();
  readonly #stopping = new AbortController();

  constructor(services: Services) {
    this.#services = services;
  }

  async resume(): Promise<void> {
    for (const id of await unfinishedChecks(this.#em())) void this.read(id);
  }

  read(checkId: string): Promise<void> {
    this.#tail = this.#tail.then(() => this.#attempt(checkId, 0));
    return this.#tail;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#tail;
  }

  #em(): Em {
    return this.#services.orm.em.fork() as Em;
  }

  async #attempt(checkId: string, attempt: number): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    try {
      await alone(this.#em(), checkId, () => this.#read(checkId));
    } catch (error) {
      const pause = PATIENCE_MS[attempt];
      if (error instanceof MiaobenError && error.code === 'UNAVAILABLE' && pause !== undefined) {
        const { signal } = this.#stopping;
        await sleep(pause, undefined, { signal }).catch(() => undefined);
        return this.#attempt(checkId, attempt + 1);
      }
      await this.#fail(checkId, error);
    }
  }

  async #fail(checkId: string, error: unknown): Promise<void> {
    const { log, files } = this.#services;
    const known =
      error instanceof Unreadable || error instanceof SheetError
        ? error.reason
        : error instanceof MiaobenError
          ? error.code
          : undefined;
    // The text of a database error may repeat a row: only its kind goes to the log.
    if (!known) log.error({ check: checkId, error: (error as Error).name }, 'a class list could not be read');
    try {
      const failed = await failCheck(this.#em(), checkId, known ?? 'INTERNAL');
      const check = failed ? await checkById(this.#em(), checkId) : undefined;
      if (check) await files.remove(check.file_id);
    } catch (fault) {
      log.error({ check: checkId, error: (fault as Error).name }, 'the failure of a class list could not be noted');
    }
  }

  async #read(checkId: string): Promise<void> {
    const em = this.#em();
    const { files, consumer } = this.#services;
    if (!(await beginReading(em, checkId))) return;
    const check = await checkById(em, checkId);
    if (!check) return;
    await consumer.drain('people');
    const reader = await SheetReader.open(await files.read(check.file_id), { maxRows: MAX_ROWS });
    const read = await this.#rows(em, check, reader);
    if (read === null) return;
    if (read.kept === 0) throw new Unreadable('required');
    await em.transactional(async (inner) => {
      await endReading(inner as Em, checkId, read.scheduleVersion);
      const { account_id: account, role } = check;
      const detail = { rows: read.kept };
      await audit(inner as Em, { account, role: role as Claims['role'] }, 'school check', checkId, detail);
    });
    // The rows are kept sealed; the file has done its work.
    await files.remove(check.file_id);
  }

  /** @returns null when the process is being stopped: the next start reads again */
  async #rows(
    em: Em,
    check: CheckRow,
    reader: SheetReader,
  ): Promise<{ kept: number; scheduleVersion: string | null } | null> {
    const pupils = await this.#pupils(reader);
    const { signal } = this.#stopping;
    let [next, done] = [0, 0];
    let scheduleVersion: string | null = null;
    const lane = async () => {
      while (next < pupils.length && !signal.aborted) {
        const batch = pupils.slice(next, next + BATCH);
        next += BATCH;
        try {
          if (check.round_id !== null) await markKnown(em, check.round_id, check.school_id, batch);
          const judged = await judgePupils(em, this.#services, batch, check.check_date);
          await insertRows(em, check.id, judged.rows);
          scheduleVersion ??= judged.scheduleVersion;
          done += batch.length;
          await noteProgress(em, check.id, done / pupils.length);
        } catch (error) {
          next = pupils.length;
          throw error;
        }
      }
    };
    // No lane may still write when the list is read anew: all of them are waited for, whatever became of one.
    const ended = await Promise.allSettled(Array.from({ length: LANES }, lane));
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
    return done < pupils.length ? null : { kept: done, scheduleVersion };
  }

  /** The rows of the sheet as they are understood; prepared rows that nobody filled are left out. @throws Unreadable */
  async #pupils(reader: SheetReader): Promise<Pupil[]> {
    const { clock, keyring } = this.#services;
    const env = { today: clock.today(), date1904: reader.date1904 };
    const seen = new Map<string, number>();
    const pupils: Pupil[] = [];
    let header: HeaderMap | null = null;
    let done = 0;
    for await (const sheetRows of reader.batches()) {
      for (const row of sheetRows) {
        done += 1;
        if (!header) {
          header = mapHeader(rosterColumns, row.cells);
          if (!header && done >= HEADER_WITHIN) throw new Unreadable('missing_column');
          if (header && header.missing.length > 0) throw new Unreadable('missing_column');
          continue;
        }
        const cells = Object.fromEntries([...header.at].map(([key, i]) => [key, row.cells[i] ?? null]));
        // A row with nothing but its number was prepared and not filled.
        if (Object.entries(cells).every(([key, cell]) => key === 'serial' || cell === null || cell === '')) continue;
        pupils.push(readPupil({ number: row.number, cells }, env, keyring, seen));
      }
    }
    if (!header) throw new Unreadable('missing_column');
    return pupils;
  }
}
