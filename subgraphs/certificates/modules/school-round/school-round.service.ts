import { badInput, forbidden, isUuid, MAX_PAGE, MiaobenError, newId, notFound, runCommand } from '@miaoben/kernel';
import { reachesDivision, readDivision } from '@miaoben/kernel/reach';
import type { CertificatesCtx } from '../../loaders.ts';
import { reachOf } from '../../scope.ts';
import { organisationOf } from '../organisation/organisation.repository.ts';
import { ownSchool, pupilReach } from '../school-pupil/pupil-reach.ts';
import {
  type ClassRow,
  classesOf,
  closeRound,
  findClasses,
  findRounds,
  finishClass,
  openRound,
  putClass,
  type RoundRow,
  roundsAround,
} from './school-round.repository.ts';
import { misplacedDate, readRoundCode, roundDates } from './school-round.rules.ts';
import { sealHeadTeacher, shapeClass, shapeRound } from './school-round.shape.ts';
import type { SchoolClass, SchoolClassInput, SchoolRound, SchoolRoundInput } from './school-round.type.ts';

const MAX_ROUNDS = 50;
const MAX_NAME = 30;

/** The round with this id when the school takes part in it. @throws BAD_INPUT roundId (no_match, wrong_state when closed) */
export async function openRoundOf(ctx: Pick<CertificatesCtx, 'em'>, roundId: string, schoolId: string) {
  const [round] = isUuid(roundId) ? await findRounds(ctx.em, [roundId]) : [];
  const school = await organisationOf(ctx.em, schoolId);
  if (!round || !school?.division.startsWith(round.division)) throw badInput('roundId', 'no_match');
  if (round.state !== 'open') throw badInput('roundId', 'wrong_state');
  return { round, school };
}

/** Query.schoolRounds: newest first. */
export async function readRounds(ctx: CertificatesCtx): Promise<SchoolRound[]> {
  const reach = pupilReach(ctx, 'Query.schoolRounds');
  const divisions =
    'schoolId' in reach ? [(await organisationOf(ctx.em, reach.schoolId))?.division ?? ''] : reach.divisions;
  // Every code begins with nothing: a school we do not know yet takes part in no round.
  const rows = await roundsAround(
    ctx.em,
    divisions.filter((d) => d !== ''),
    MAX_ROUNDS,
  );
  return rows.map(shapeRound);
}

/** Query.schoolClasses: of the caller's school, or of a school or all schools of the area. */
export async function readClasses(
  ctx: CertificatesCtx,
  roundId: string,
  schoolId: string | null,
): Promise<SchoolClass[]> {
  const reach = pupilReach(ctx, 'Query.schoolClasses');
  if (!isUuid(roundId)) return [];
  const rows = await classesOf(ctx.em, roundId, reach, MAX_PAGE);
  return rows.filter((r) => schoolId === null || r.school_id === schoolId).map((row) => shapeClass(ctx.keyring, row));
}

/** Mutation.openSchoolRound. */
export async function openSchoolRound(
  ctx: CertificatesCtx,
  commandId: string,
  input: SchoolRoundInput,
): Promise<SchoolRound> {
  const operation = 'Mutation.openSchoolRound';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const division = readDivision(input.division);
  if (division.length > 9) throw badInput('division', 'format');
  if (!reachesDivision(reach, division)) throw forbidden();
  if (!readRoundCode(input.code)) throw badInput('code', 'format');
  const dates = roundDates(input.termStart, input);
  const misplaced = misplacedDate(dates);
  if (misplaced) throw badInput(misplaced, 'out_of_range');
  const id = await runCommand(ctx, operation, commandId, input, async (em) => {
    const round = {
      id: newId(),
      code: input.code,
      division,
      term_start: dates.termStart,
      deadline: dates.deadline,
      recheck_from: dates.recheckFrom,
      recheck_to: dates.recheckTo,
      opened_by: ctx.claims.account,
      opened_at: ctx.clock.now(),
    };
    if (!(await openRound(em, round))) throw new MiaobenError('CONFLICT', { field: 'code', reason: 'duplicate' });
    return { outcome: round.id, subject: round.id };
  });
  return written(await findRounds(ctx.em, [id]), shapeRound);
}

/** Mutation.closeSchoolRound. @throws FORBIDDEN for a round that is not of the caller's area, the same as for none */
export async function closeSchoolRound(ctx: CertificatesCtx, commandId: string, id: string): Promise<SchoolRound> {
  const operation = 'Mutation.closeSchoolRound';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const [round]: RoundRow[] = isUuid(id) ? await findRounds(ctx.em, [id]) : [];
  if (!round || !reachesDivision(reach, round.division)) throw forbidden();
  await runCommand(ctx, operation, commandId, { id }, async (em) => {
    if (!(await closeRound(em, id, ctx.claims.account, ctx.clock.now())))
      throw new MiaobenError('CONFLICT', { field: 'id', reason: 'already_decided' });
    return { outcome: id, subject: id };
  });
  return written(await findRounds(ctx.em, [id]), shapeRound);
}

function nameOf(field: string, text: string): string {
  const name = text.trim();
  if (name === '') throw badInput(field, 'required');
  if (Array.from(name).length > MAX_NAME) throw badInput(field, 'too_long', { max: MAX_NAME });
  return name;
}

/** Mutation.putSchoolClass. */
export async function putSchoolClass(
  ctx: CertificatesCtx,
  commandId: string,
  input: SchoolClassInput,
): Promise<SchoolClass> {
  const operation = 'Mutation.putSchoolClass';
  const schoolId = ownSchool(ctx, operation);
  const [grade, name] = [nameOf('grade', input.grade), nameOf('name', input.name)];
  const teacher = input.headTeacher?.trim() ? nameOf('headTeacher', input.headTeacher) : null;
  await openRoundOf(ctx, input.roundId, schoolId);
  if (input.id) await ownClass(ctx, input.id, schoolId);
  const id = await runCommand(ctx, operation, commandId, input, async (em) => {
    const row = {
      id: input.id ?? newId(),
      round_id: input.roundId,
      school_id: schoolId,
      grade,
      name,
      head_teacher_sealed: teacher && sealHeadTeacher(ctx.keyring, teacher),
    };
    if (!(await putClass(em, row))) throw new MiaobenError('CONFLICT', { field: 'name', reason: 'duplicate' });
    return { outcome: row.id, subject: row.id };
  });
  return written(await findClasses(ctx.em, [id]), (row) => shapeClass(ctx.keyring, row));
}

/** A class of the school. @throws FORBIDDEN, the same for one of another school and for none */
export async function ownClass(ctx: Pick<CertificatesCtx, 'em'>, id: string, schoolId: string): Promise<ClassRow> {
  const [row] = isUuid(id) ? await findClasses(ctx.em, [id]) : [];
  if (row?.school_id !== schoolId) throw forbidden();
  return row;
}

/** Mutation.finishSchoolClass: the check of the class is done; `isDone` false takes it back. */
export async function finishSchoolClass(
  ctx: CertificatesCtx,
  commandId: string,
  id: string,
  isDone: boolean,
): Promise<SchoolClass> {
  const operation = 'Mutation.finishSchoolClass';
  await ownClass(ctx, id, ownSchool(ctx, operation));
  await runCommand(ctx, operation, commandId, { id, isDone }, async (em) => {
    await finishClass(em, id, isDone ? ctx.claims.account : null, isDone ? ctx.clock.now() : null);
    return { outcome: id, subject: id, detail: { done: isDone } };
  });
  return written(await findClasses(ctx.em, [id]), (row) => shapeClass(ctx.keyring, row));
}

function written<R, T>([row]: R[], shape: (row: R) => T): T {
  if (!row) throw notFound();
  return shape(row);
}
