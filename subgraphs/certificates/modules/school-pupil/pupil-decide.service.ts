import { readShortCode } from '@miaoben/credential';
import { badInput, type Em, forbidden, isUuid, notFound, query, runCommand } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { reachOf } from '../../scope.ts';
import { shortCodeBlind } from '../certificate/certificate.issue.ts';
import { CLOSED_STATES, findHolders, type HolderRow } from '../holder/holder.repository.ts';
import { assessOne, matchedRow } from './pupil-assess.ts';
import { sealPupilNote } from './pupil-identity.ts';
import { pupilReach } from './pupil-reach.ts';
import { OPEN_VERDICTS } from './pupil-verdict.rules.ts';
import { enter, type PupilChange, writePupils } from './pupil-write.ts';
import { findPupils, lockPupils, type PupilRow } from './school-pupil.repository.ts';
import { shapePupil } from './school-pupil.shape.ts';
import { PupilState, type SchoolPupil } from './school-pupil.type.ts';

/** Runs a command on one pupil of the caller's reach. @throws FORBIDDEN, the same for one out of reach and for none */
export async function changePupil(
  ctx: CertificatesCtx,
  operation: string,
  commandId: string,
  id: string,
  input: unknown,
  work: (row: PupilRow, em: Em) => Promise<PupilChange>,
): Promise<SchoolPupil> {
  const reach = pupilReach(ctx, operation);
  const known = isUuid(id) ? await findPupils(ctx.em, [id], reach) : [];
  if (known.length === 0) throw forbidden();
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const [row] = await lockPupils(em, [id], reach);
    if (!row) throw forbidden();
    if (row.state === PupilState.moved) throw badInput('id', 'wrong_state');
    const { events } = await writePupils(em, ctx.clock.now(), ctx.claims, [await work(row, em)]);
    return { outcome: id, subject: id, events };
  });
  const [row] = await findPupils(ctx.em, [id], reach);
  if (!row) throw notFound();
  return shapePupil(ctx.keyring, row);
}

/** The child of a certificate at hand: its answer code, its typed short code, or its number. */
export async function personOfProof(
  ctx: CertificatesCtx,
  proof: string,
): Promise<{ personId: string; number: string } | undefined> {
  const text = proof.trim();
  const short = readShortCode(text);
  const [row] = await query<{ person_id: string; number: string }>(
    ctx.em,
    `select person_id, number from certificate
     where state = 'valid' and (code = $1 or short_code_blind = $2)
     union all select n.person_id, n.number from certificate_number n where n.number = $3 limit 1`,
    [text, short === null ? null : shortCodeBlind(ctx, short), text],
  );
  return row && { personId: row.person_id, number: row.number };
}

/** The file a caller names for a pupil. @throws BAD_INPUT personId no_match; proof required, no_match */
async function chosenFile(
  ctx: CertificatesCtx,
  row: PupilRow,
  personId: string,
  proof: string | null,
): Promise<HolderRow> {
  const isSchool = ctx.claims.role === 'school_checker';
  const isNamed = row.candidates.some((c) => c.personId === personId);
  const reach = isSchool ? ({ kind: 'all' } as const) : reachOf('area', ctx.claims);
  // A vaccination unit may name any file of its area, or one of the candidates; a school one of the candidates, with the paper in hand.
  const [holder] = await findHolders(ctx.em, [personId], isNamed ? { kind: 'all' } : reach);
  if (!holder || CLOSED_STATES.includes(holder.registration_state) || (isSchool && !isNamed))
    throw badInput('personId', 'no_match');
  if (!isSchool) return holder;
  if (!proof?.trim()) throw badInput('proof', 'required');
  if ((await personOfProof(ctx, proof))?.personId !== personId) throw badInput('proof', 'no_match');
  return holder;
}

/** Mutation.decidePupilMatch. */
export async function decideMatch(
  ctx: CertificatesCtx,
  commandId: string,
  input: { id: string; personId: string | null; proof: string | null },
): Promise<SchoolPupil> {
  const operation = 'Mutation.decidePupilMatch';
  const { id, personId, proof } = input;
  if (personId !== null && !isUuid(personId)) throw badInput('personId', 'format');
  return changePupil(ctx, operation, commandId, id, input, async (row) => {
    if (row.person_id !== null || !OPEN_VERDICTS.includes(row.verdict) || row.verdict === 'missing_doses')
      throw badInput('id', 'already_decided');
    if (personId === null) {
      if (row.verdict !== 'candidate') throw badInput('id', 'already_decided');
      const none: PupilRow = { ...row, verdict: 'no_file', candidates: [], for_clinic: false };
      return { row: enter(none, PupilState.unmatched), steps: [{ step: 'unmatched', hasVerdict: true }] };
    }
    const holder = await chosenFile(ctx, row, personId, proof);
    const change = matchedRow(row, holder, await assessOne(ctx, personId, ctx.clock.today()));
    // A file that was there all along was not made anew.
    return {
      ...change,
      row: { ...change.row, is_reissued: row.is_reissued, ...(proof && { certificate_seen: true }) },
    };
  });
}

/** Mutation.askClinicToDecide. */
export async function askClinic(ctx: CertificatesCtx, commandId: string, id: string): Promise<SchoolPupil> {
  return changePupil(ctx, 'Mutation.askClinicToDecide', commandId, id, { id }, async (row) => {
    if (row.verdict !== 'candidate' && row.verdict !== 'no_file') throw badInput('id', 'already_decided');
    return { row: { ...row, for_clinic: true }, steps: [{ step: 'for_clinic' }] };
  });
}

/** Mutation.exemptPupil: the vaccination unit says that nothing is to be given (禁忌). The school is told no reason. */
export async function exemptPupil(
  ctx: CertificatesCtx,
  commandId: string,
  id: string,
  isExempt: boolean,
): Promise<SchoolPupil> {
  const input = { id, isExempt };
  return changePupil(ctx, 'Mutation.exemptPupil', commandId, id, input, async (row) => {
    const isAlready = row.state === PupilState.exempt;
    if (isAlready === isExempt) throw badInput('id', 'already_decided');
    if (isExempt) return { row: enter({ ...row, for_clinic: false }, PupilState.exempt), steps: [{ step: 'exempt' }] };
    return { row: enter(row, PupilState.evaluated), steps: [{ step: 'evaluated', hasVerdict: true }] };
  });
}

/** Mutation.noteCertificateSeen: 有无接种证. */
export async function noteCertificate(
  ctx: CertificatesCtx,
  commandId: string,
  id: string,
  isSeen: boolean,
): Promise<SchoolPupil> {
  return changePupil(ctx, 'Mutation.noteCertificateSeen', commandId, id, { id, isSeen }, async (row) => ({
    row: { ...row, certificate_seen: isSeen },
    steps: [{ step: 'certificate_seen', detail: { seen: isSeen } }],
  }));
}

const MAX_NOTE = 200;

/** Mutation.confirmPupilVerdict: what the checker saw is a claim; one that is not what stands now is to be looked at again. */
export async function confirmVerdict(
  ctx: CertificatesCtx,
  commandId: string,
  input: { id: string; verdict: string; note: string | null },
): Promise<SchoolPupil> {
  const note = input.note?.trim() || null;
  if (note !== null && Array.from(note).length > MAX_NOTE) throw badInput('note', 'too_long', { max: MAX_NOTE });
  return changePupil(ctx, 'Mutation.confirmPupilVerdict', commandId, input.id, input, async (row) => {
    if (row.verdict !== input.verdict) throw badInput('verdict', 'wrong_state');
    const detail = note === null ? {} : { note: sealPupilNote(ctx.keyring, note) };
    return { row, steps: [{ step: 'confirmed', hasVerdict: true, detail }] };
  });
}
