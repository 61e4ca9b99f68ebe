import { badInput, type Em, forbidden, runCommand } from '@miaoben/kernel';
import { addFinding } from '@miaoben/kernel/imports/messages';
import type { CertificatesCtx } from '../../loaders.ts';
import { takePupils } from '../school-pupil/pupil-intake.ts';
import { openRoundOf } from '../school-round/school-round.service.ts';
import { entriesOf } from './check-intake.ts';
import { checkForUpdate, noteTaken, replaceRow, rowOfCheck, rowWithKey } from './check-row.repository.ts';
import { rosterColumns } from './roster.columns.ts';
import { readPupil } from './roster.rules.ts';
import { judgePupils } from './school-check.judge.ts';
import { type CheckPupilRow, countRows, findChecks } from './school-check.repository.ts';
import { schoolOf } from './school-check.service.ts';
import { openPupil, shapeRow } from './school-check.shape.ts';
import { type RosterRow, RowVerdict, SchoolCheckState } from './school-check.type.ts';

const MAX_CELL = 200;

/** Mutation.mendSchoolCheckRow: cells are corrected and that row alone is judged again; in a list that entered the round it enters too. */
export async function mendRow(
  ctx: CertificatesCtx,
  commandId: string,
  input: { checkId: string; number: number; cells: readonly { column: string; value: string }[] },
): Promise<RosterRow> {
  const operation = 'Mutation.mendSchoolCheckRow';
  const schoolId = schoolOf(ctx, operation);
  const [known] = await findChecks(ctx.em, [input.checkId], schoolId);
  if (!known) throw forbidden();
  if (known.state !== SchoolCheckState.ready || known.undone_at !== null) throw badInput('checkId', 'wrong_state');
  for (const { column, value } of input.cells) {
    if (!(column in rosterColumns)) throw badInput('column', 'unknown_code');
    if (Array.from(value).length > MAX_CELL) throw badInput(column, 'too_long', { max: MAX_CELL });
  }
  const place =
    known.taken_at === null || known.round_id === null ? null : await openRoundOf(ctx, known.round_id, schoolId);
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const check = await checkForUpdate(em, input.checkId);
    const old = check && (await rowOfCheck(em, input.checkId, input.number));
    if (!check || !old) throw badInput('number', 'no_match');
    if (old.pupil_id !== null) throw badInput('number', 'already_decided');
    const row = await judgeAgain(em, ctx, input, old, check.check_date);
    await replaceRow(em, input.checkId, row);
    await countRows(em, input.checkId);
    const entries = place ? entriesOf(ctx.keyring, envOf(ctx), check.schedule_version, [row]) : [];
    if (!place || entries.length === 0) return { outcome: true, subject: input.checkId };
    const { taken, events } = await takePupils(
      em,
      ctx,
      {
        ...place,
        classId: check.class_id,
        checkId: check.id,
        checkDate: check.check_date,
        actor: ctx.claims,
      },
      entries.map((e) => e.entry),
    );
    await noteTaken(
      em,
      check.id,
      null,
      taken.map((t) => ({ number: row.number, pupilId: t.row.id, version: t.row.version, before: t.before })),
    );
    return { outcome: true, subject: input.checkId, events };
  });
  const row = await rowOfCheck(ctx.em, input.checkId, input.number);
  if (!row) throw forbidden();
  return shapeRow(ctx.keyring, row);
}

const envOf = (ctx: CertificatesCtx) => ({ today: ctx.clock.today(), date1904: false });

async function judgeAgain(
  em: Em,
  ctx: CertificatesCtx,
  { checkId, number, cells }: { checkId: string; number: number; cells: readonly { column: string; value: string }[] },
  old: CheckPupilRow,
  checkDate: string,
): Promise<CheckPupilRow> {
  const mended = Object.fromEntries(
    cells.map(({ column, value }) => [column, value.trim() === '' ? null : value.trim()]),
  );
  const pupil = readPupil(
    { number, cells: { ...openPupil(ctx.keyring, old.sealed).cells, ...mended } },
    envOf(ctx),
    ctx.keyring,
    new Map(),
  );
  const twin = pupil.key === null ? undefined : await rowWithKey(em, checkId, pupil.key, number);
  if (twin !== undefined) addFinding(pupil.draft, null, { code: 'duplicate_in_file', message: `与第${twin}行重复` });
  const { rows } = await judgePupils(em, ctx, [{ ...pupil, isSound: pupil.isSound && twin === undefined }], checkDate);
  const [row] = rows;
  if (!row) throw badInput('number', 'no_match');
  return { ...row, verdict: twin === undefined ? row.verdict : RowVerdict.to_mend };
}
