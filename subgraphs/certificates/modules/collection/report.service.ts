import { badInput, forbidden, isUuid, MiaobenError, type Page, pageRequest, runCommand, toPage } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { addressOf } from './collection.address.ts';
import {
  type ProblemRow,
  type ProblemStateName,
  planProblem,
  problemById,
  problemsBefore,
} from './problem.repository.ts';
import { dayRows } from './report.repository.ts';
import { ProblemState, type QualityProblem, type QualityReport } from './report.type.ts';
import { type TypeNames, typeNames } from './type-names.ts';

const DAY_MS = 86_400_000;
/** Days of one report. */
const MAX_DAYS = 366;
const MAX_PLAN = 500;

/** null: of everybody. @throws FORBIDDEN */
function organisationReach(ctx: CertificatesCtx, operation: string): string | null {
  const scope = ctx.scopeOf(operation);
  if (scope === 'all') return null;
  if (scope === 'organisation' && ctx.claims.organisation) return ctx.claims.organisation;
  throw forbidden();
}

const shape = (row: ProblemRow, names: TypeNames): QualityProblem => ({
  id: row.id,
  typeCode: row.type_code,
  typeName: names.get(row.type_code) ?? row.type_code,
  batchId: row.batch_id,
  organisation: row.organisation_id === null ? null : { id: row.organisation_id },
  rule: row.rule,
  rows: row.rows,
  state: ProblemState[row.state],
  plan: row.plan,
  dueOn: row.due_on,
  openedAt: new Date(row.opened_at),
  repairedAt: row.repaired_at === null ? null : new Date(row.repaired_at),
  verifiedAt: row.verified_at === null ? null : new Date(row.verified_at),
});

/** Query.qualityReport. */
export async function readReport(ctx: CertificatesCtx, from: string, to: string): Promise<QualityReport> {
  const organisation = organisationReach(ctx, 'Query.qualityReport');
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (days < 0 || days >= MAX_DAYS) throw badInput('to', 'out_of_range', { max: MAX_DAYS });
  const rows = await dayRows(ctx.em, { from, to, organisation });
  const names = await typeNames(ctx.em);
  return {
    from,
    to,
    days: rows.map((d) => ({
      day: d.day,
      typeCode: d.type_code,
      typeName: names.get(d.type_code) ?? d.type_code,
      batches: d.batches,
      taken: d.taken,
      refused: d.refused,
      failed: d.failed,
      rowsRead: d.rows_read,
      rowsWrong: d.rows_wrong,
      byRule: Object.entries(d.by_rule).map(([rule, n]) => ({ rule, rows: n })),
      singlesTaken: d.singles_taken,
      singlesRefused: d.singles_refused,
    })),
    fileUrl: ctx.files.downloadUrl('quality-report', addressOf(`${from}_${to}_${organisation ?? ''}`, ctx.claims)),
  };
}

/** Query.qualityProblems, newest first. */
export async function readProblems(
  ctx: CertificatesCtx,
  filter: { state: ProblemStateName | null; from: string | null; to: string | null },
  first: number,
  after: string | null,
): Promise<Page<QualityProblem>> {
  const organisation = organisationReach(ctx, 'Query.qualityProblems');
  const page = pageRequest(first, after, 2);
  const key = page.key ? { openedAt: String(page.key[0]), id: String(page.key[1]) } : null;
  const rows = await problemsBefore(ctx.em, { ...filter, organisation }, key, page.limit);
  const names = await typeNames(ctx.em);
  return toPage(
    rows,
    page,
    (row) => [new Date(row.opened_at).toISOString(), row.id],
    (row) => shape(row, names),
  );
}

/** Mutation.planQualityProblem: what is done about it, and by when. */
export async function planRepair(
  ctx: CertificatesCtx,
  commandId: string,
  input: { id: string; plan: string; dueOn: string },
): Promise<QualityProblem> {
  const operation = 'Mutation.planQualityProblem';
  const organisation = organisationReach(ctx, operation);
  const words = input.plan.trim();
  if (words === '') throw badInput('plan', 'required');
  if (Array.from(words).length > MAX_PLAN) throw badInput('plan', 'too_long', { max: MAX_PLAN });
  if (input.dueOn < ctx.clock.today()) throw badInput('dueOn', 'out_of_range');
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const row = isUuid(input.id) ? await problemById(em, input.id) : undefined;
    if (!row || (organisation !== null && row.organisation_id !== organisation)) throw forbidden();
    const plan = { words, dueOn: input.dueOn, by: ctx.claims.account, at: ctx.clock.now() };
    if (!(await planProblem(em, row.id, plan)))
      throw new MiaobenError('CONFLICT', { field: 'id', reason: 'wrong_state' });
    return { outcome: row.id, subject: row.id };
  });
  const row = await problemById(ctx.em, input.id);
  if (!row) throw forbidden();
  return shape(row, await typeNames(ctx.em));
}
