import { badInput, NotHeardOf, nameBlind, notFound, openIdentity, runCommand } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { assess } from '../assessment/assessment.client.ts';
import { CLOSED_STATES, findHolders } from '../holder/holder.repository.ts';
import { entryOf } from '../school-check/check-intake.ts';
import { readPupil } from '../school-check/roster.rules.ts';
import { judgePupils } from '../school-check/school-check.judge.ts';
import { RowVerdict } from '../school-check/school-check.type.ts';
import { openRoundOf, ownClass } from '../school-round/school-round.service.ts';
import { personOfProof } from './pupil-decide.service.ts';
import type { IntakeEntry } from './pupil-intake.rules.ts';
import { takePupils } from './pupil-intake.ts';
import { ownSchool } from './pupil-reach.ts';
import { verdictOfResult } from './pupil-verdict.rules.ts';
import { findPupils } from './school-pupil.repository.ts';
import { shapePupil } from './school-pupil.shape.ts';
import { CheckType, type SchoolPupil, type SchoolPupilInput } from './school-pupil.type.ts';

/** Takes one pupil in; the work gives the entry. */
async function addOne(
  ctx: CertificatesCtx,
  operation: string,
  commandId: string,
  input: { roundId: string; classId: string | null },
  make: () => Promise<IntakeEntry>,
): Promise<SchoolPupil> {
  const schoolId = ownSchool(ctx, operation);
  const { round, school } = await openRoundOf(ctx, input.roundId, schoolId);
  if (input.classId !== null) await ownClass(ctx, input.classId, schoolId);
  const id = await runCommand(ctx, operation, commandId, input, async (em) => {
    const entry = await make();
    const intake = {
      round,
      school,
      classId: input.classId,
      checkId: null,
      checkDate: ctx.clock.today(),
      actor: ctx.claims,
    };
    const { taken, events } = await takePupils(em, ctx, intake, [entry]);
    const pupilId = taken[0]?.row.id ?? '';
    return { outcome: pupilId, subject: pupilId, events };
  });
  const [row] = await findPupils(ctx.em, [id], { schoolId });
  if (!row) throw notFound();
  return shapePupil(ctx.keyring, row);
}

/** Mutation.addSchoolPupil: one by one, read by the same rules as a list. */
export async function addPupil(ctx: CertificatesCtx, commandId: string, input: SchoolPupilInput): Promise<SchoolPupil> {
  const operation = 'Mutation.addSchoolPupil';
  const classId = input.classId ?? null;
  return addOne(ctx, operation, commandId, { ...input, classId }, async () => {
    const cells = {
      name: input.name,
      sex: input.sex ?? null,
      birthDate: input.birthDate,
      documentType: input.documentType ?? null,
      documentNumber: input.documentNumber ?? null,
      studentNumber: input.studentNumber ?? null,
      guardianPhone: input.guardianPhone ?? null,
    };
    const env = { today: ctx.clock.today(), date1904: false };
    const pupil = readPupil({ number: 1, cells }, env, ctx.keyring, new Map());
    const wrong = pupil.draft.findings.find((f) => f.severity === 'error');
    if (wrong) throw badInput(wrong.column ?? 'name', wrong.code);
    const { rows, scheduleVersion } = await judgePupils(ctx.em, ctx, [pupil], env.today);
    const [judged] = rows;
    if (!judged || judged.verdict === RowVerdict.to_mend) throw badInput('name', 'format');
    return {
      ...entryOf(pupil, {
        verdict: judged.verdict,
        personId: judged.person_id,
        clinicId: judged.clinic_id,
        candidates: judged.candidates,
        missing: judged.missing,
        scheduleVersion,
      }),
      checkType: input.checkType ?? CheckType.inserted,
    };
  });
}

/** Mutation.addSchoolPupilByCode: the certificate at hand names the child; the file gives name and birth date. */
export async function addByCode(
  ctx: CertificatesCtx,
  commandId: string,
  input: { roundId: string; classId: string | null; code: string; checkType: CheckType | null },
): Promise<SchoolPupil> {
  const operation = 'Mutation.addSchoolPupilByCode';
  ownSchool(ctx, operation);
  const proof = await personOfProof(ctx, input.code);
  return addOne(ctx, operation, commandId, input, async () => {
    if (!proof) throw badInput('code', 'no_match');
    const [holder] = await findHolders(ctx.em, [proof.personId], { kind: 'all' });
    if (!holder || CLOSED_STATES.includes(holder.registration_state)) throw badInput('code', 'no_match');
    const answers = await assess(ctx, 'school_check', [holder.person_id], ctx.clock.today());
    const answer = answers.get(holder.person_id);
    if (!answer) throw new NotHeardOf('people');
    const { name, documentType, documentNumber } = openIdentity(ctx.keyring, holder.sealed);
    return {
      identity: {
        name,
        birthDate: holder.birth_date,
        sex: holder.sex === 'U' ? null : holder.sex,
        documentType,
        documentNumber,
        studentNumber: null,
        guardianPhone: null,
      },
      documentBlind: holder.document_blind,
      nameBlind: nameBlind(ctx.keyring, name, holder.birth_date),
      grade: '',
      className: '',
      checkType: input.checkType ?? CheckType.entry,
      verdict: verdictOfResult(answer.result),
      personId: holder.person_id,
      clinicId: holder.managing_org_id,
      candidates: [],
      missing: answer.result === 2 ? answer.missing : [],
      scheduleVersion: answer.scheduleVersion,
      certificate: { seen: true, number: proof.number },
    };
  });
}
