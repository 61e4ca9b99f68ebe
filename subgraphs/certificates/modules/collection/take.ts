import { audit, type Em, type Services } from '@miaoben/kernel';
import type { Claims } from '@miaoben/kernel/claims';
import type { LicenceEntry, Origin, StoredType } from '../licence/licence.entry.ts';
import { lockType, moveCounts } from '../licence/licence.repository.ts';
import { storeEntries } from '../licence/licence.store.ts';
import { noteLicence } from '../licence/licence-log.repository.ts';
import { type BatchRow, endRound, lockBatch, step } from './batch.repository.ts';
import { verifyProblems } from './problem.repository.ts';
import { addStaged, backUpStanding, endLicences, moveRepeated, standingRows } from './take.repository.ts';

const CHUNK = 2_000;

/**
 * Takes a batch that passed the gate: all its rows become licences in one transaction, which readers see at once or not at all, however
 * the process ends. Repeated keys: the latest row wins; what it overwrites is kept with the cleaning log.
 * @returns false when it is in no state to be taken
 */
export async function takeBatch(
  em: Em,
  services: Pick<Services, 'clock'>,
  batchId: string,
  type: StoredType,
  origin: Origin,
): Promise<boolean> {
  return em.fork().transactional(async (inner) => {
    const tx = inner as Em;
    const batch = await lockBatch(tx, batchId);
    if (batch?.state !== 'taking') return false;
    const at = services.clock.now();
    const of = { id: batch.id, typeCode: batch.type_code };
    await lockType(tx, batch.type_code);
    const repeated = await moveRepeated(tx, of, at);
    await backUpStanding(tx, of, at);
    const written = await writeAll(tx, batch, type, origin);
    await step(tx, batch.id, 'take', 'taken', { decidedAt: at, takenRows: written.added + written.overwritten });
    await endRound(tx, batch, { outcome: 'taken', at, rowsRead: batch.rows_read, rowsWrong: 0, byRule: {} });
    await verifyProblems(tx, batch.id, at);
    const by = { account: batch.account_id, role: batch.role as Claims['role'] };
    await audit(tx, by, 'licences taken', batch.id, { ...written, repeated });
    return true;
  });
}

async function writeAll(
  em: Em,
  batch: BatchRow,
  type: StoredType,
  origin: Origin,
): Promise<{ added: number; overwritten: number; ended: number }> {
  const sums = { added: 0, overwritten: 0, ended: 0 };
  for await (const rows of standingRows(em, { id: batch.id, typeCode: type.code }, CHUNK)) {
    const valid = rows.filter((row) => row.valid_flag === 1);
    const stored = await storeEntries(
      em,
      type,
      valid.map((row) => JSON.parse(row.content) as LicenceEntry),
      origin,
    );
    sums.overwritten += stored.overwritten.length;
    const keys = rows.flatMap((row) => (row.valid_flag === 0 ? [row.key_blind] : []));
    if (keys.length > 0) {
      const moved = await endLicences(em, type.code, keys, batch.id);
      await moveCounts(em, type.code, moved);
      sums.ended += moved.length / 2;
    }
  }
  sums.added = await addStaged(em, batch.id, type, origin);
  const kinds = { collected: sums.added, overwritten: sums.overwritten, voided: sums.ended } as const;
  for (const [kind, count] of Object.entries(kinds) as [keyof typeof kinds, number][]) {
    if (count === 0) continue;
    await noteLicence(em, {
      typeCode: type.code,
      licenceId: null,
      number: null,
      kind,
      rows: count,
      accountId: batch.account_id,
      reason: null,
      batchId: batch.id,
      division: origin.division,
    });
  }
  return sums;
}
