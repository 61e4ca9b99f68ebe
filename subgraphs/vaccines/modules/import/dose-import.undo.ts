import { change, type Em, publish, query } from '@miaoben/kernel';
import type { BatchEnv } from '@miaoben/kernel/imports/define';
import { PersonRecord } from '../../record.ts';
import { type Catalogue, catalogueOn } from '../catalogue/catalogue.ts';
import { doseChanged } from '../dose/dose.events.ts';
import { type DoseRow, dosesOf, markVoided, setReviewed } from '../dose/dose.repository.ts';
import { notesOfVoided } from '../dose-note/dose-note.voided.ts';
import { recomputePersons } from '../due/recompute.ts';
import { lockSubjects, type SubjectRow } from '../person/subject.repository.ts';

const VOID_REASON = '撤销批量导入';
/** Why a dose stays when its import is taken back. */
const KEPT = {
  voided: '该剂次在导入后已作废，保持现状',
  elsewhere: '该剂次在导入后随档案合并转移，保持现状',
  reported: '该剂次在导入后已关联疑似异常反应个案，保持现状',
} as const;

/** Notes which dose each row wrote; `rows` and `doses` go together by their places. */
export async function linkDoses(
  em: Em,
  batchId: string,
  rows: readonly { number: number }[],
  doses: readonly DoseRow[],
): Promise<void> {
  await change(
    em,
    `insert into imported_dose (batch_id, number, person_id, dose_id)
     select $1, * from unnest($2::int[], $3::uuid[], $4::uuid[])`,
    [batchId, rows.map((r) => r.number), doses.map((d) => d.person_id), doses.map((d) => d.dose_id)],
  );
}

async function reportedDoses(em: Em, ids: readonly string[]): Promise<Set<string>> {
  const rows = await query<{ dose_id: string }>(em, 'select dose_id from aefi_dose where dose_id = any($1::uuid[])', [
    ids,
  ]);
  return new Set(rows.map((row) => row.dose_id));
}

/** What waited for a look only because of a dose that is void now needs nobody's look any more. */
async function settleReviews(
  em: Em,
  subject: SubjectRow,
  doses: readonly DoseRow[],
  catalogue: Catalogue,
  today: string,
): Promise<void> {
  const record = new PersonRecord(subject, doses, catalogue, today);
  await setReviewed(
    em,
    doses.filter((d) => record.isSettled(d)),
    true,
  );
}

/** Takes back the doses of some rows; see `ImportDefinition.undoRows`. */
export async function undoRows(
  numbers: readonly number[],
  env: BatchEnv,
  account: string,
): Promise<Map<number, string | null>> {
  const { em, services, today, batchId } = env;
  const links = await query<{ number: number; person_id: string; dose_id: string }>(
    em,
    'select number, person_id, dose_id from imported_dose where batch_id = $1 and number = any($2) order by number',
    [batchId, numbers],
  );
  const ids = [...new Set(links.map((link) => link.person_id))];
  const subjects = await lockSubjects(em, ids);
  const doses = new Map((await dosesOf(em, ids)).map((dose) => [dose.dose_id, dose]));
  const reported = await reportedDoses(
    em,
    links.map((link) => link.dose_id),
  );
  const outcome = new Map<number, string | null>();
  const voided: DoseRow[] = [];
  const at = services.clock.now();
  for (const { number, dose_id } of links) {
    const dose = doses.get(dose_id);
    if (!dose) outcome.set(number, KEPT.elsewhere);
    else if (dose.state === 'voided') outcome.set(number, KEPT.voided);
    else if (reported.has(dose_id)) outcome.set(number, KEPT.reported);
    else {
      await markVoided(em, dose, { account, reason: VOID_REASON, at });
      voided.push({ ...dose, state: 'voided', reviewed: true });
      outcome.set(number, null);
    }
  }
  const touched = [...new Set(voided.map((dose) => dose.person_id))];
  const catalogue = await catalogueOn(services.orm, today);
  const left = Map.groupBy(await dosesOf(em, touched), (dose) => dose.person_id);
  for (const subject of subjects)
    if (left.has(subject.person_id))
      await settleReviews(em, subject, left.get(subject.person_id) ?? [], catalogue, today);
  const coverage = await recomputePersons(em, catalogue, touched, today);
  const notes = await notesOfVoided(em, services, catalogue, voided, account);
  await publish(em, [...voided.map(doseChanged), ...coverage, ...notes]);
  return outcome;
}
