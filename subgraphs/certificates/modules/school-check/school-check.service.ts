import {
  audit,
  badInput,
  forbidden,
  MAX_PAGE,
  newId,
  notFound,
  pageRequest,
  runCommand,
  toPage,
  wrongFileType,
} from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { openRoundOf, ownClass } from '../school-round/school-round.service.ts';
import { createCheck, findChecks, latestChecks, rowsAfter } from './school-check.repository.ts';
import { shapeCheck, shapeRow } from './school-check.shape.ts';
import type { RosterRowPage, RowVerdict, SchoolCheck } from './school-check.type.ts';

const MAX_TITLE = 100;
const MAX_FILE_NAME = 200;
/** Days between today and the day of the check. */
const MAX_DISTANCE = 366;
const DAY_MS = 86_400_000;

/** The caller's school. @throws FORBIDDEN for one who has none */
export function schoolOf(ctx: CertificatesCtx, operation: string): string {
  const { organisation } = ctx.claims;
  if (ctx.scopeOf(operation) !== 'roster' || !organisation) throw forbidden();
  return organisation;
}

export interface NewCheck {
  readonly title: string;
  /** YYYY-MM-DD */
  readonly checkDate: string | null;
  readonly fileName: string;
  readonly size: number;
  /** the round the list is for; null: a check on its own */
  readonly roundId: string | null;
  /** class of every pupil of the list; null: each row names its own */
  readonly classId: string | null;
}

/** Mutation.startSchoolCheck. */
export async function startCheck(ctx: CertificatesCtx, commandId: string, input: NewCheck): Promise<SchoolCheck> {
  const operation = 'Mutation.startSchoolCheck';
  const schoolId = schoolOf(ctx, operation);
  const title = input.title.trim();
  if (title === '') throw badInput('title', 'required');
  if (Array.from(title).length > MAX_TITLE) throw badInput('title', 'too_long', { max: MAX_TITLE });
  if (Array.from(input.fileName).length > MAX_FILE_NAME) throw badInput('fileName', 'too_long', { max: MAX_FILE_NAME });
  if (!/\.xlsx$/iu.test(input.fileName)) throw wrongFileType('fileName', ['xlsx']);
  const today = ctx.clock.today();
  const checkDate = input.checkDate ?? today;
  if (Math.abs(Date.parse(checkDate) - Date.parse(today)) > MAX_DISTANCE * DAY_MS)
    throw badInput('checkDate', 'out_of_range', { max: MAX_DISTANCE });
  if (input.roundId !== null) await openRoundOf(ctx, input.roundId, schoolId);
  if (input.classId !== null && (await ownClass(ctx, input.classId, schoolId)).round_id !== input.roundId)
    throw badInput('classId', 'no_match');
  const { account, role } = ctx.claims;
  const id = await runCommand(ctx, operation, commandId, input, async (em) => {
    const checkId = newId();
    const file = { name: input.fileName, kind: 'roster', accountId: account, size: input.size };
    await createCheck(em, {
      id: checkId,
      school_id: schoolId,
      account_id: account,
      role,
      title,
      check_date: checkDate,
      created_at: ctx.clock.now(),
      round_id: input.roundId,
      class_id: input.classId,
      file_id: await ctx.files.announce(em, file),
    });
    return { outcome: checkId, subject: checkId };
  });
  const [row] = await findChecks(ctx.em, [id], schoolId);
  if (!row) throw notFound();
  return shapeCheck(ctx, row);
}

/** Query.schoolCheck: null for a check of another school, the same as for one that is not there. */
export async function readCheck(ctx: CertificatesCtx, id: string): Promise<SchoolCheck | null> {
  schoolOf(ctx, 'Query.schoolCheck');
  return ctx.loaders.schoolCheck.load(id);
}

/** Query.schoolChecks: of the caller's school, newest first. */
export async function readChecks(ctx: CertificatesCtx, first: number): Promise<SchoolCheck[]> {
  if (!Number.isInteger(first) || first < 1 || first > MAX_PAGE)
    throw badInput('first', 'out_of_range', { max: MAX_PAGE });
  const rows = await latestChecks(ctx.em, schoolOf(ctx, 'Query.schoolChecks'), first);
  return rows.map((row) => shapeCheck(ctx, row));
}

/** Rows of a check the caller was given, in the order of the sheet. Each page is an audit line. */
export async function readRows(
  ctx: CertificatesCtx,
  checkId: string,
  verdict: RowVerdict | null,
  first: number,
  after: string | null,
): Promise<RosterRowPage> {
  const page = pageRequest(first, after, 1);
  const rows = await rowsAfter(ctx.em, checkId, verdict, Number(page.key?.[0] ?? 0), page.limit);
  await audit(ctx.em, ctx.claims, 'SchoolCheck.rows', checkId, { rows: Math.min(rows.length, first) });
  return toPage(
    rows,
    page,
    (row) => [row.number],
    (row) => shapeRow(ctx.keyring, row),
  );
}
