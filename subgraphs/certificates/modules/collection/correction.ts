import { type Em, type Services } from '@miaoben/kernel';
import type { BatchRow, FileRow } from './batch.repository.ts';
import { Unreadable } from './batch.rules.ts';
import { examine, type GateEnv } from './gate.ts';
import { FILE, headersOf, ROW, sourceOf, sourceRows } from './source.ts';
import {
  MAX_FINDINGS,
  noteChunk,
  noteRead,
  putRows,
  removeRows,
  type StagedRow,
  unknownPlaces,
} from './staging.repository.ts';

/** More corrected rows than findings are kept are a new table. */
const MAX_ROWS = MAX_FINDINGS;

const placeOf = (cell: unknown): number => {
  const number = typeof cell === 'number' ? cell : /^\d{1,9}$/u.test(String(cell).trim()) ? Number(cell) : Number.NaN;
  if (!Number.isInteger(number) || number < 1) throw new Unreadable('no_match');
  return number;
};

/**
 * Puts corrected rows in the place of exactly those they name by 文件号 and 原行号, all or none (J-50).
 * @throws Unreadable no_match when a row names no row of the batch; out_of_range when there are too many; required when there is none
 */
export async function correctRows(
  em: Em,
  services: Pick<Services, 'files' | 'clock'>,
  batch: BatchRow,
  files: readonly FileRow[],
  env: GateEnv,
): Promise<void> {
  const rows = new Map<string, StagedRow>();
  const { fields, primaryKey } = env.type.definition;
  for (const file of files) {
    const source = sourceOf(services.files, file.file_id, file.name);
    for await (const { row } of sourceRows(source, headersOf(fields), [FILE, ROW, ...primaryKey])) {
      const place = { file: placeOf(row.cells[FILE]), number: placeOf(row.cells[ROW]) };
      rows.set(`${place.file}/${place.number}`, examine(env, row, place));
      if (rows.size > MAX_ROWS) throw new Unreadable('out_of_range');
    }
  }
  const corrected = [...rows.values()];
  if (corrected.length === 0) throw new Unreadable('required');
  await em.transactional(async (inner) => {
    const tx = inner as Em;
    if ((await unknownPlaces(tx, batch.id, corrected)) > 0) throw new Unreadable('no_match');
    await removeRows(tx, batch.id, corrected);
    await putRows(tx, batch.id, corrected, MAX_FINDINGS);
    for (const file of files) {
      await noteChunk(tx, batch.id, file.file_id, { rows: 0, wrong: 0, findings: 0, progress: 1 });
      await noteRead(tx, file.file_id, services.clock.now());
    }
  });
}
