import {
  badInput,
  documentBlind,
  type Em,
  forbidden,
  isUuidV7,
  MiaobenError,
  newId,
  runCommand,
} from '@miaoben/kernel';
import { type Reach, reachesDivision, reachOf } from '@miaoben/kernel/reach';
import type { VisitorTaken } from '@miaoben/schema';
import type { PeopleCtx } from '../../loaders.ts';
import { householdTypeFrom, registeredFrom } from '../details/details.rules.ts';
import { documentsInUse, findSimilar } from '../duplicate/duplicate.service.ts';
import { NOTHING_KNOWN, type PersonFile } from '../person/person.file.ts';
import { findPersons, type PersonRow, singleReach } from '../person/person.repository.ts';
import { checkedBirthDate, checkedDocument, checkedGuardians, checkedName } from '../person/person.rules.ts';
import { likenessOf, orConflict } from '../person/person.service.ts';
import { insertFiles } from '../person/person.write.ts';
import { isTownship, receivingClinic } from '../place/places.ts';
import { CASE_SEALED, openCase } from './case-token.ts';
import { type NationalCase, readCase } from './national.port.ts';
import { fileOfCase, lockCase, noteCase } from './visitor.repository.ts';
import type { TakeVisitorInput } from './visitor.type.ts';

/** A case, and how many of its doses cannot stand in a record here. */
interface Told extends NationalCase {
  leftOut: number;
}

/** What the command did; `file` null: somebody must look at `likely` first. */
interface Outcome {
  file: string | null;
  isNew: boolean;
  doses: number;
  leftOut: number;
  likely: string[];
}

export interface Taken {
  person: PersonRow | null;
  isNew: boolean;
  doses: number;
  leftOut: number;
  likely: PersonRow[];
}

/** The file as the other province keeps it, held to the same rules as one that is typed. @throws BAD_INPUT by field */
function fileOf(told: NationalCase, unit: string, residence: string, today: string): PersonFile {
  const birthDate = checkedBirthDate(told.birthDate, today);
  const document = checkedDocument(told.documentType, told.documentNumber, { birthDate, sex: told.sex }, today);
  const registeredDivision = registeredFrom(document);
  return {
    ...NOTHING_KNOWN,
    id: newId(),
    name: checkedName('name', told.name),
    sex: told.sex,
    birthDate,
    ...document,
    phone: null,
    ethnicity: null,
    residence,
    residenceAddress: null,
    managingOrgId: unit,
    registrationState: 'active',
    personType: 'temporary',
    householdType: householdTypeFrom({ ...document, residence }, registeredDivision) ?? 'other_province',
    registeredDivision,
    conditions: [],
    birthWeightG: null,
    guardians: checkedGuardians(told.guardians, today),
  };
}

/** The doses of a case for whoever keeps records; the place names its province. */
const dosesTold = (
  told: Pick<NationalCase, 'province' | 'provinceName' | 'doses'>,
  file: PersonFile,
  account: string,
  at: Date,
): VisitorTaken => ({
  type: 'visitor.taken',
  personId: file.id,
  province: told.province,
  takenBy: account,
  takenAt: at.toISOString(),
  doses: told.doses.map(({ date, vaccineCode, lotNumber, clinicName }) => ({
    doseId: newId(),
    date,
    vaccine: vaccineCode,
    lotNumber,
    clinicName: clinicName?.startsWith(told.provinceName)
      ? clinicName
      : [told.provinceName, clinicName].filter(Boolean).join(' '),
  })),
});

/** The file that has the document of a case, inside the reach. @throws CONFLICT duplicate for one out of reach */
async function fileOfDocument(ctx: PeopleCtx, em: Em, file: PersonFile, reach: Reach): Promise<string | undefined> {
  if (file.documentNumber === null) return undefined;
  const blind = documentBlind(ctx.keyring, file.documentNumber);
  const owner = (await documentsInUse(em, [blind], reach)).get(blind);
  if (!owner) return undefined;
  const [row] = await findPersons(em, [owner.id], singleReach(reach, ctx.claims));
  if (!row) throw new MiaobenError('CONFLICT', { reason: 'duplicate', field: 'documentNumber' });
  return owner.id;
}

const EXISTING = (file: string): { outcome: Outcome; subject: string } => ({
  outcome: { file, isNew: false, doses: 0, leftOut: 0, likely: [] },
  subject: file,
});

/**
 * Mutation.takeVisitor: one file for one national case, and none where its document has a file already.
 * @throws BAD_INPUT input.caseId no_match, input.residence unknown_code, or by field of the file told; FORBIDDEN without a unit, or for a
 *   township outside the area; CONFLICT duplicate when the file with this document, or of this case, is out of reach; UNAVAILABLE
 */
export async function takeVisitor(ctx: PeopleCtx, commandId: string, input: TakeVisitorInput): Promise<Taken> {
  const operation = 'Mutation.takeVisitor';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const caseId = openCase(ctx, input.caseId);
  const unit = ctx.claims.organisation;
  if (!unit || !reachesDivision(reach, input.residence)) throw forbidden();
  const blind = ctx.keyring.blind('visitor.case', caseId);
  const today = ctx.clock.today();
  // Asked for outside the transaction; a file that is there needs no network.
  const told = (await fileOfCase(ctx.em, blind)) ? null : await wholeCase(ctx, caseId);
  // The token is sealed anew with each search: what makes two commands the same is the case.
  const command = { ...input, caseId: blind };
  const outcome = await runCommand<Outcome>(ctx, operation, commandId, command, async (em, { caughtUp }) => {
    await lockCase(em, blind);
    const known = await fileOfCase(em, blind);
    if (known) return EXISTING(known);
    if (!told) throw new MiaobenError('UNAVAILABLE');
    await receivingClinic(em, 'managingClinic', unit, today, caughtUp);
    if (!(await isTownship(em, ctx, input.residence))) throw badInput('input.residence', 'unknown_code');
    const file = fileOf(told, unit, input.residence, today);
    const holder = await fileOfDocument(ctx, em, file, reach);
    if (holder) return EXISTING(holder);
    const others = new Set(input.notDuplicateOf ?? []);
    const [similar = []] = await findSimilar(em, [await likenessOf(ctx, file)], reach);
    const likely = similar.filter((c) => !others.has(c.id)).map((c) => c.id);
    if (likely.length > 0) return { outcome: { file: null, isNew: false, doses: 0, leftOut: 0, likely } };
    await orConflict('documentNumber', insertFiles(em, ctx.keyring, [file], today.slice(0, 4)));
    const event = dosesTold(told, file, ctx.claims.account, ctx.clock.now());
    const doses = event.doses.length;
    await noteCase(em, {
      case_blind: blind,
      case_sealed: ctx.keyring.seal(caseId, CASE_SEALED),
      person_id: file.id,
      province: told.province,
      province_name: told.provinceName,
      doses,
      taken_by: ctx.claims.account,
    });
    return {
      outcome: { file: file.id, isNew: true, doses, leftOut: told.leftOut, likely: [] },
      subject: file.id,
      detail: { province: told.province, doses, leftOut: told.leftOut },
      events: [event],
    };
  });
  return readTaken(ctx, outcome, reach);
}

/** @throws BAD_INPUT input.caseId no_match when the platform has no such case any more; UNAVAILABLE */
async function wholeCase(ctx: PeopleCtx, caseId: string): Promise<Told> {
  const told = ctx.config.provincesUrl === '' ? { failure: 'no way' } : await readCase(ctx.config, caseId);
  if (told === null) throw badInput('input.caseId', 'no_match');
  if ('failure' in told) throw new MiaobenError('UNAVAILABLE', { part: 'national platform' });
  const { vaccines } = await ctx.peers.graph<{ vaccines: { code: string }[] }>(
    'vaccines',
    'visitor',
    'query VaccineCodes { vaccines { code } }',
    {},
  );
  const codes = new Set(vaccines.map(({ code }) => code));
  const today = ctx.clock.today();
  const doses = told.doses.filter((d) => codes.has(d.vaccineCode) && d.date >= told.birthDate && d.date <= today);
  return { ...told, doses, leftOut: told.doses.length - doses.length };
}

/** The files of an outcome, as the caller may read them. @throws CONFLICT duplicate when the file is out of reach */
async function readTaken(ctx: PeopleCtx, { file, likely, ...did }: Outcome, reach: Reach): Promise<Taken> {
  const rows = await findPersons(
    ctx.em,
    [...(file ? [file] : []), ...likely].filter(isUuidV7),
    singleReach(reach, ctx.claims),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const person = file ? byId.get(file) : null;
  if (person === undefined) throw new MiaobenError('CONFLICT', { reason: 'duplicate', field: 'documentNumber' });
  return { ...did, person, likely: likely.flatMap((id) => byId.get(id) ?? []) };
}
