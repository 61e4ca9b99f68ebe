import {
  audit,
  badInput,
  forbidden,
  MiaobenError,
  NotHeardOf,
  newId,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { narrowTo, reachOf, readDivision } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import { addMonths } from '@miaoben/schedule';
import type { VaccinesCtx } from '../../loaders.ts';
import { type Catalogue, catalogueOn } from '../catalogue/catalogue.ts';
import { type DoseRow, dosesOf } from '../dose/dose.repository.ts';
import { isLate } from '../dose/dose.rules.ts';
import { standsFor } from '../merge/merge.events.ts';
import { lockSubject, type SubjectRow } from '../person/subject.repository.ts';
import { evaluateDoses } from '../plan/engine.ts';
import { nameOfSeries } from '../plan/series-name.ts';
import {
  BIRTH_DOSES,
  isBirthDose,
  missingEntries,
  type NotGivenRow,
  notGivenOf,
  putNotGiven,
  shapeNotGiven,
} from './not-given.repository.ts';
import type { MissingNotGivenPage, NotGiven, RecordNotGivenInput } from './not-given.type.ts';

/** Older files came to the clinic without their hospital's word: asking for it would only bring guesses. */
const MONTHS_ASKED = 12;

/** Whether a dose is one whose absence needs a reason, and no valid one is recorded. */
export function missesBirthDose(
  subject: SubjectRow,
  doses: readonly DoseRow[],
  catalogue: Catalogue,
  { series, dose }: { series: string; dose: number },
  today: string,
): boolean {
  if (!isBirthDose(series, dose)) return false;
  return ![...evaluateDoses(subject, doses, catalogue, today).values()].some(
    (e) => e.clinicallyValid && e.series.some((s) => s.series === series && s.dose === dose),
  );
}

/**
 * Enters why a birth dose was not given (S-13).
 * @throws FORBIDDEN for a person out of reach; BAD_INPUT with field and reason; CONFLICT wrong_state when a valid dose is recorded
 *   and the entry is not late; a late one is taken and marked `besideDose`
 */
export async function recordNotGiven(
  ctx: VaccinesCtx,
  commandId: string,
  input: RecordNotGivenInput,
): Promise<NotGiven> {
  const operation = 'Mutation.recordNotGiven';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const today = ctx.clock.today();
  const catalogue = await catalogueOn(ctx.orm, today);
  const { personId, series, dose, reason } = input;
  const { id, of } = await runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    // What arrives late for a merged file stands with the one that stands for it.
    const subject = await lockSubject(em, await standsFor(em, personId), reach);
    if (!subject) throw caughtUp ? forbidden() : new NotHeardOf('people');
    if (!(BIRTH_DOSES as readonly string[]).includes(series)) {
      throw badInput('series', 'unknown_code', { allowed: BIRTH_DOSES });
    }
    if (!isBirthDose(series, dose)) throw badInput('dose', 'out_of_range', { allowed: [1] });
    const note = input.note?.trim() || reason === 'other' ? readWords(input.note ?? '', 'note') : null;
    const doses = await dosesOf(em, [subject.person_id]);
    const now = ctx.clock.now();
    const recordedAt = input.recordedAt && input.recordedAt < now ? input.recordedAt : now;
    // The same two entries the other way round both stand: whichever arrives first, what was typed off line must land.
    const besideDose = !missesBirthDose(subject, doses, catalogue, { series, dose }, today);
    if (besideDose && !isLate(recordedAt, now))
      throw new MiaobenError('CONFLICT', { field: 'dose', reason: 'wrong_state' });
    const row: NotGivenRow = {
      person_id: subject.person_id,
      id: newId(),
      series,
      dose,
      reason,
      note,
      recorded_at: recordedAt.toISOString(),
      beside_dose: besideDose,
    };
    await putNotGiven(em, row, personId, ctx.claims.account);
    return {
      outcome: { id: row.id, of: row.person_id },
      subject: row.id,
      detail: { series, reason, ...(besideDose && { besideDose }) },
    };
  });
  if (!(await ctx.loaders.record.load(of))) throw forbidden();
  const row = (await notGivenOf(ctx.em, [of])).find((r) => r.series === series);
  // Entered once more meanwhile: a replay shows what stands.
  if (!row) throw new Error(`the entry ${id} is gone`);
  return shapeNotGiven(row);
}

/** Birth doses that are late without a reason (S-13), for the clinic to ask. */
export async function missingNotGiven(
  ctx: VaccinesCtx,
  division: string,
  first: number,
  after: string | null | undefined,
): Promise<MissingNotGivenPage> {
  const operation = 'Query.missingNotGiven';
  const request = pageRequest(first, after, 4);
  const reach = narrowTo(readDivision(division), reachOf(ctx.scopeOf(operation), ctx.claims));
  const today = ctx.clock.today();
  const days = { bornSince: addMonths(today, -MONTHS_ASKED), today };
  const rows = await missingEntries(ctx.em, reach, days, request.key, request.limit);
  await audit(ctx.em, ctx.claims, operation, division, { rows: Math.min(rows.length, request.first) });
  return toPage(
    rows,
    request,
    (r) => [r.division, r.birth_date, r.person_id, r.series],
    (r) => ({
      person: { id: r.person_id },
      birthDate: r.birth_date,
      series: r.series,
      seriesName: nameOfSeries(r.series),
      dose: r.dose,
    }),
  );
}
