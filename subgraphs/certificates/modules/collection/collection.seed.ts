import { createClock, type Em, type Keyring, newId } from '@miaoben/kernel';
import type { Origin, StoredType } from '../licence/licence.entry.ts';
import { activeType } from '../licence-type/licence-type.repository.ts';
import { insertRight } from '../showing/right.repository.ts';
import { insertTrace, type TraceRow } from '../showing/trace.repository.ts';
import { batchById, endRound, insertBatch, insertRound, noteRowsRead, step } from './batch.repository.ts';
import { examine, findingMessage, type GateEnv } from './gate.ts';
import { insertGrant } from './grant.repository.ts';
import { noteProblems } from './problem.repository.ts';
import { headersOf, type SourceRow } from './source.ts';
import { clearStaged, countWrong, findSecondLicences, MAX_FINDINGS, putRows } from './staging.repository.ts';
import { takeBatch } from './take.ts';

/** Rows as a table has them: cell by label of the column. */
export type SeedRow = Readonly<Record<string, string>>;
export interface CollectionSeed {
  /** slug of the type, and the types the partner may see, with their scenes */
  readonly type: string;
  readonly shown: readonly { readonly type: string; readonly purposes: string[] }[];
  readonly partner: { readonly accountId: string; readonly organisationId: string };
  readonly grantedBy: string;
  readonly division: string;
  readonly today: string;
  readonly batches: readonly { readonly title: string; readonly source: string; readonly rows: readonly SeedRow[] }[];
}

async function sendBatch(
  em: Em,
  keyring: Keyring,
  seed: CollectionSeed,
  type: StoredType,
  batch: CollectionSeed['batches'][number],
): Promise<void> {
  const clock = createClock(seed.today);
  const id = newId();
  const at = clock.now();
  const { accountId, organisationId } = seed.partner;
  await insertBatch(em, {
    id,
    type_code: type.code,
    type_version: type.version,
    title: batch.title,
    source: batch.source,
    account_id: accountId,
    role: 'partner',
    organisation_id: organisationId,
    created_at: at,
  });
  await insertRound(em, { batch_id: id, round: 1, kind: 'first', account_id: accountId, started_at: at });
  await step(em, id, 'arrive', 'reading');
  const issuerCode = seed.division.slice(0, 6);
  const origin: Origin = { issuerCode, division: seed.division, source: batch.source, batchId: id };
  const env: GateEnv = { keyring, type, origin, today: seed.today };
  const names = headersOf(type.definition.fields);
  const rows = batch.rows.map((row, i): SourceRow => {
    const cells = Object.entries(row).filter(([, cell]) => cell !== '');
    return {
      number: i + 2,
      cells: Object.fromEntries(cells.map(([label, cell]) => [names.get(label) ?? label, cell])),
    };
  });
  await putRows(
    em,
    id,
    rows.map((row) => examine(env, row, { file: 1, number: row.number })),
    MAX_FINDINGS,
  );
  await findSecondLicences(em, { id, typeCode: type.code }, findingMessage('duplicate'));
  const { rowsWrong, findings, byRule } = await countWrong(em, id);
  await noteRowsRead(em, id, rows.length);
  if (rowsWrong === 0) {
    await step(em, id, 'pass', 'taking');
    await takeBatch(em, { clock }, id, type, origin);
    await clearStaged(em, id);
    return;
  }
  await step(em, id, 'refuse', 'refused', { rowsWrong, findings, decidedAt: at });
  const refused = await batchById(em, id);
  if (!refused) return;
  await endRound(em, refused, { outcome: 'refused', at, rowsRead: rows.length, rowsWrong, byRule });
  await noteProblems(em, refused, byRule, at);
}

/** Rights, batches and traces of a demo deployment, by the same gate and store as everything collected. Once, into an empty one. */
export async function seedCollection(em: Em, keyring: Keyring, seed: CollectionSeed): Promise<void> {
  const at = createClock(seed.today).now();
  const type = await activeType(em, seed.type);
  if (!type) throw new Error(`no licence type ${seed.type}`);
  const { accountId, organisationId } = seed.partner;
  await insertGrant(em, {
    id: newId(),
    type_code: type.code,
    organisation_id: organisationId,
    account_id: null,
    granted_by: seed.grantedBy,
    granted_at: at,
  });
  for (const batch of seed.batches) await sendBatch(em, keyring, seed, type, batch);
  const outcomes: TraceRow['outcome'][] = ['found', 'none', 'found'];
  for (const { type: slug, purposes } of seed.shown) {
    const shown = await activeType(em, slug);
    if (!shown) throw new Error(`no licence type ${slug}`);
    await insertRight(em, {
      id: newId(),
      type_code: shown.code,
      organisation_id: null,
      account_id: accountId,
      purposes,
      fields: null,
      per_minute: 60,
      per_day: 5_000,
      service: null,
      result_format: 'words',
      granted_by: seed.grantedBy,
      granted_at: at,
    });
    for (const outcome of outcomes)
      await insertTrace(em, {
        id: newId(),
        at,
        account_id: accountId,
        organisation_id: organisationId,
        type_code: shown.code,
        purpose: purposes[0] ?? '',
        kind: outcome === 'none' ? 'verify' : 'show',
        outcome,
        holder_blind: null,
        credential_id: null,
        rows: outcome === 'found' ? 1 : 0,
        told: true,
      });
  }
}
