import { dateInShanghai, type Em, query } from '@miaoben/kernel';
import type { AefiChanged } from '@miaoben/schema';
import { lotId } from '../catalogue/catalogue.shape.ts';
import { deadlinesOf, isLate } from './aefi.deadlines.ts';
import { type AefiRow, type SuspectRow, suspectsOf } from './aefi.repository.ts';
import { COUNTED_STATES } from './aefi.rules.ts';
import { timesOf } from './aefi.shape.ts';

type ToldRow = AefiRow & { readonly birth_date: string; readonly told: number };

const dayOf = (instant: string): string => dateInShanghai(new Date(instant));

/** Completed years of somebody on a day. */
const ageOn = (birthDate: string, day: string): number =>
  Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (day.slice(5) < birthDate.slice(5) ? 1 : 0);

/** The event that tells the other subgraphs what is to be counted of a case: of its doses the most suspect one. */
function aefiChanged(row: ToldRow, chief: SuspectRow): AefiChanged {
  const onsetOn = dayOf(row.onset_at);
  const report = deadlinesOf(timesOf(row)).find((d) => d.kind === 'report');
  return {
    type: 'aefi.changed',
    caseId: row.id,
    isCounted: COUNTED_STATES.includes(row.state),
    isSerious: row.severity !== 'non_severe',
    cause: row.cause,
    vaccine: chief.vaccine,
    lot: chief.product_id && chief.lot_number ? lotId(chief.product_id, chief.lot_number) : null,
    givenOn: chief.given_on,
    onsetOn,
    reportedOn: row.reported_at === null ? null : dayOf(row.reported_at),
    // A report that has not come is no late one: only what was reported is counted.
    isLate: report?.metAt ? isLate(report, report.metAt) : false,
    unitId: row.unit_id,
    divisionCode: row.division,
    age: ageOn(row.birth_date, onsetOn),
    version: row.told,
  };
}

const TOLD = 'returning c.*, s.birth_date';

async function tell(em: Em, rows: readonly ToldRow[]): Promise<AefiChanged[]> {
  if (rows.length === 0) return [];
  const suspects = await suspectsOf(
    em,
    rows.map((r) => r.id),
  );
  return rows.map((row) => aefiChanged(row, suspects.find((s) => s.case_id === row.id)!));
}

/** Tells a case as it is now, in the transaction of its change. */
export async function toldCase(em: Em, id: string): Promise<AefiChanged[]> {
  return tell(
    em,
    await query<ToldRow>(
      em,
      `update aefi_case c set told = told + 1 from subject s where s.person_id = c.person_id and c.id = $1 ${TOLD}`,
      [id],
    ),
  );
}

/** Tells the cases of files once more: a corrected birth date or a merge may change the age. One statement for any number without a case. */
export async function toldCasesOf(em: Em, personIds: readonly string[]): Promise<AefiChanged[]> {
  return tell(
    em,
    await query<ToldRow>(
      em,
      `update aefi_case c set told = told + 1 from subject s
       where s.person_id = c.person_id and c.person_id = any($1::uuid[]) ${TOLD}`,
      [personIds],
    ),
  );
}

/** Tells the cases of divisions once more: a change of divisions brought them there (J-09). */
export async function toldCasesIn(em: Em, divisions: readonly string[]): Promise<AefiChanged[]> {
  return tell(
    em,
    await query<ToldRow>(
      em,
      `update aefi_case c set told = told + 1 from subject s
       where s.person_id = c.person_id and c.division = any($1::text[]) ${TOLD}`,
      [divisions],
    ),
  );
}

/** Tells a page of all cases, by their ids. @returns the last id of the page, and the events */
export async function toldCasesAfter(
  em: Em,
  after: string,
  limit: number,
): Promise<{ last: string | undefined; events: AefiChanged[] }> {
  const rows = await query<ToldRow>(
    em,
    `update aefi_case c set told = told + 1 from subject s
     where s.person_id = c.person_id
       and c.id in (select id from aefi_case where id > $1 order by id limit $2 for update) ${TOLD}`,
    [after, limit],
  );
  const last = rows
    .map((r) => r.id)
    .sort()
    .at(-1);
  return { last, events: await tell(em, rows) };
}
