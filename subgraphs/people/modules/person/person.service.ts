import { DOCUMENT_TYPES, type DocumentType, nameKey, parseDocument } from '@miaoben/identifiers';
import {
  badInput,
  documentBlind,
  type Em,
  forbidden,
  isUuidV7,
  MiaobenError,
  NotHeardOf,
  notFound,
  runCommand,
} from '@miaoben/kernel';
import { type Reach, reachesDivision, reachOf } from '@miaoben/kernel/reach';
import type { PeopleCtx } from '../../loaders.ts';
import { detailsAfter } from '../details/details.rules.ts';
import { type Candidate, documentsInUse, findSimilar } from '../duplicate/duplicate.service.ts';
import type { Likeness } from '../duplicate/similar.rules.ts';
import { allowed } from '../file-state/file-state.allowed.ts';
import { actionTo } from '../file-state/file-state.rules.ts';
import { openMove } from '../move/move.repository.ts';
import { isTownship, managingUnit } from '../place/places.ts';
import { rewriteFile } from './person.change.ts';
import { type GuardianFile, NOTHING_KNOWN, type PersonFile } from './person.file.ts';
import type { GuardianInput, NewPersonInput, PersonChangesInput } from './person.input.ts';
import {
  findPersons,
  lockPerson,
  openFile,
  type PersonRow,
  type SingleReach,
  singleReach,
} from './person.repository.ts';
import {
  checkedAddress,
  checkedBirthDate,
  checkedBirthOrder,
  checkedBirthWeight,
  checkedConditions,
  checkedDocument,
  checkedEthnicity,
  checkedGuardians,
  checkedName,
  checkedPhone,
} from './person.rules.ts';
import { phoneBlind } from './person.stored.ts';
import { insertFiles } from './person.write.ts';
import { pinyinOf } from './pinyin.ts';

const UNIQUE_VIOLATION = '23505';

/** What a file is compared by, before it is stored. */
export async function likenessOf(ctx: Pick<PeopleCtx, 'keyring'>, file: PersonFile): Promise<Likeness> {
  const { name, birthDate, sex, documentNumber, guardians } = file;
  return {
    name,
    nameKey: nameKey(name),
    pinyin: (await pinyinOf(name)).full,
    birthDate,
    sex,
    documentBlind: documentNumber ? documentBlind(ctx.keyring, documentNumber) : null,
    ...guardianLikeness(ctx, guardians),
  };
}

const guardianLikeness = ({ keyring }: Pick<PeopleCtx, 'keyring'>, guardians: readonly GuardianFile[]) => ({
  guardianPhones: guardians.flatMap((g) => (g.phone ? [phoneBlind(keyring, g.phone)] : [])),
  guardianNames: guardians.map((g) => g.name),
});

async function checkPlace(ctx: PeopleCtx, em: Em, township: string): Promise<void> {
  if (!(await isTownship(em, ctx, township))) throw badInput('residence', 'unknown_code');
}

async function checkUnit(em: Em, id: string, reach: Reach, caughtUp: boolean): Promise<void> {
  const unit = await managingUnit(em, id);
  if (!unit && !caughtUp) throw new NotHeardOf('identity');
  if (!unit || !reachesDivision(reach, unit.division_code)) throw badInput('managingClinic', 'unknown_code');
}

/** @throws CONFLICT duplicate when a live file has the document; the file's id only if the caller may see it */
export async function refuseDocumentInUse(ctx: PeopleCtx, em: Em, file: PersonFile, reach: Reach): Promise<void> {
  if (!file.documentNumber) return;
  const blind = documentBlind(ctx.keyring, file.documentNumber);
  const owner = (await documentsInUse(em, [blind], reach)).get(blind);
  if (!owner || owner.id === file.id) return;
  throw new MiaobenError('CONFLICT', {
    reason: 'duplicate',
    field: 'documentNumber',
    candidates: owner.reached ? [owner.id] : [],
  });
}

const isUniqueViolation = (error: unknown): boolean => (error as { code?: string }).code === UNIQUE_VIOLATION;

/** What two requests did in the same moment is told as what it is, not as a fault. */
export async function orConflict<T>(field: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw isUniqueViolation(error) ? new MiaobenError('CONFLICT', { reason: 'duplicate', field }) : error;
  });
}

function newFile(ctx: PeopleCtx, input: NewPersonInput): PersonFile {
  const today = ctx.clock.today();
  if (!isUuidV7(input.id)) throw badInput('id', 'format');
  const managingOrgId = input.managingClinic ?? ctx.claims.organisation;
  if (!managingOrgId) throw badInput('managingClinic', 'required');
  const birthDate = checkedBirthDate(input.birthDate, today);
  const document = checkedDocument(input.documentType, input.documentNumber, { birthDate, sex: input.sex }, today);
  const { residence } = input;
  const blank = { ...NOTHING_KNOWN, documentType: document.documentType, documentNumber: null, residence };
  return {
    ...NOTHING_KNOWN,
    id: input.id,
    name: checkedName('name', input.name),
    sex: input.sex,
    birthDate,
    ...document,
    ...detailsAfter({ ...blank, documentType: 'OTHER' }, input, { ...document, residence }),
    birthOrder: checkedBirthOrder(input.birthOrder),
    phone: checkedPhone('phone', input.phone),
    ethnicity: checkedEthnicity(input.ethnicity),
    residence,
    residenceAddress: checkedAddress(input.residenceAddress),
    managingOrgId,
    registrationState: 'active',
    conditions: checkedConditions(input.conditions),
    birthWeightG: checkedBirthWeight(input.birthWeightG),
    guardians: checkedGuardians(input.guardians, today),
  };
}

/**
 * Makes a file.
 * @throws BAD_INPUT by field; FORBIDDEN when the residence lies outside the area; CONFLICT duplicate (the document is in use) or
 * possible_duplicate with `candidates` (ids) that are not in `notDuplicateOf`
 */
export async function createPerson(ctx: PeopleCtx, commandId: string, input: NewPersonInput): Promise<PersonRow> {
  const reach = reachOf(ctx.scopeOf('Mutation.createPerson'), ctx.claims);
  if (!reachesDivision(reach, input.residence)) throw forbidden();
  const file = newFile(ctx, input);
  let fresh = false;
  const id = await runCommand(ctx, 'Mutation.createPerson', commandId, input, async (em, { caughtUp }) => {
    await checkPlace(ctx, em, file.residence);
    await checkUnit(em, file.managingOrgId, reach, caughtUp);
    await refuseDocumentInUse(ctx, em, file, reach);
    const others = new Set(input.notDuplicateOf ?? []);
    const [similar = []] = await findSimilar(em, [await likenessOf(ctx, file)], reach);
    const candidates = similar.filter((c) => !others.has(c.id)).map((c) => c.id);
    if (candidates.length > 0) throw new MiaobenError('CONFLICT', { reason: 'possible_duplicate', candidates });
    await orConflict('id', insertFiles(em, ctx.keyring, [file], ctx.clock.today().slice(0, 4)));
    fresh = true;
    return { outcome: file.id, subject: file.id };
  });
  return written(ctx, id, reach, fresh);
}

/**
 * The file just written: the caller may have moved it out of the own area. A replay sees it as any other reader does.
 * @throws NOT_FOUND for a replay after the file, or the caller, has left the area
 */
async function written(ctx: PeopleCtx, id: string, reach: Reach, fresh: boolean): Promise<PersonRow> {
  const scope: SingleReach = fresh
    ? { reach: { kind: 'all' }, organisation: undefined }
    : singleReach(reach, ctx.claims);
  const [row] = await findPersons(ctx.em, [id], scope);
  if (!row) throw notFound();
  return row;
}

/** Fields that must have a value. */
const REQUIRED = [
  'name',
  'sex',
  'birthDate',
  'documentType',
  'residence',
  'managingClinic',
  'conditions',
  'registrationState',
] as const;

function changedFile(ctx: PeopleCtx, file: PersonFile, changes: PersonChangesInput): PersonFile {
  for (const field of REQUIRED) if (changes[field] === null) throw badInput(`changes.${field}`, 'required');
  const today = ctx.clock.today();
  const sex = changes.sex ?? file.sex;
  const birthDate = changes.birthDate ? checkedBirthDate(changes.birthDate, today) : file.birthDate;
  const number = changes.documentNumber === undefined ? file.documentNumber : changes.documentNumber;
  const identity = ['sex', 'birthDate', 'documentType', 'documentNumber'] as const;
  // A file taken over with an old fault stays changeable elsewhere: the document is checked when something of it changes.
  const document = identity.some((f) => changes[f] !== undefined)
    ? checkedDocument(changes.documentType ?? file.documentType, number, { birthDate, sex }, today)
    : { documentType: file.documentType, documentNumber: file.documentNumber };
  const residence = changes.residence ?? file.residence;
  return {
    ...file,
    ...document,
    ...detailsAfter(file, changes, { ...document, residence }),
    ethnicity: changes.ethnicity === undefined ? file.ethnicity : checkedEthnicity(changes.ethnicity),
    sex,
    birthDate,
    name: changes.name == null ? file.name : checkedName('name', changes.name),
    birthOrder: changes.birthOrder === undefined ? file.birthOrder : checkedBirthOrder(changes.birthOrder),
    phone: changes.phone === undefined ? file.phone : checkedPhone('phone', changes.phone),
    residence,
    residenceAddress:
      changes.residenceAddress === undefined ? file.residenceAddress : checkedAddress(changes.residenceAddress),
    managingOrgId: changes.managingClinic ?? file.managingOrgId,
    conditions: changes.conditions ? checkedConditions(changes.conditions) : file.conditions,
    registrationState: changes.registrationState ?? file.registrationState,
  };
}

/** @throws CONFLICT wrong_state for a registration that a procedure sets: a move, a death, a cancellation */
function setByHand(ctx: PeopleCtx, before: PersonFile, state: PersonFile['registrationState']): void {
  const action = actionTo(state);
  if (!action) throw new MiaobenError('CONFLICT', { field: 'changes.registrationState', reason: 'wrong_state' });
  allowed(ctx, before, action);
}

/**
 * Changes a file; the former state is kept (J-03).
 * @throws NOT_FOUND outside the reach; CONFLICT version when the file changed meanwhile, duplicate when the document is in use,
 * move_under_way when the managing clinic would change past an open move, wrong_state when the file has ended;
 * BAD_INPUT by field
 */
export async function changePerson(
  ctx: PeopleCtx,
  commandId: string,
  id: string,
  expectedVersion: number,
  changes: PersonChangesInput,
): Promise<PersonRow> {
  const reach = reachOf(ctx.scopeOf('Mutation.changePerson'), ctx.claims);
  const input = { id, expectedVersion, changes };
  let fresh = false;
  await runCommand(ctx, 'Mutation.changePerson', commandId, input, async (em, { caughtUp }) => {
    const row = isUuidV7(id) ? await lockPerson(em, id, singleReach(reach, ctx.claims)) : undefined;
    if (!row) throw notFound();
    if (row.version !== expectedVersion)
      throw new MiaobenError('CONFLICT', { reason: 'version', version: row.version });
    const before = openFile(ctx.keyring, row);
    allowed(ctx, before, 'change');
    const after = changedFile(ctx, before, changes);
    if (after.registrationState !== before.registrationState) setByHand(ctx, before, after.registrationState);
    if (after.residence !== before.residence) await checkPlace(ctx, em, after.residence);
    if (after.managingOrgId !== before.managingOrgId) {
      // Whoever was asked to take or give the file decides about it first (S-43).
      if (await openMove(em, id))
        throw new MiaobenError('CONFLICT', { field: 'changes.managingClinic', reason: 'move_under_way' });
      await checkUnit(em, after.managingOrgId, { kind: 'all' }, caughtUp);
    }
    await refuseDocumentInUse(ctx, em, after, reach);
    const { changed, event } = await orConflict('documentNumber', rewriteFile(em, ctx, row, before, after));
    fresh = true;
    return { outcome: id, subject: id, detail: { changed }, ...(event && { events: [event] }) };
  });
  return written(ctx, id, reach, fresh);
}

/** All spellings a number without a type may have as a document. */
export function blindsOfNumber(ctx: Pick<PeopleCtx, 'keyring'>, text: string): string[] {
  const numbers = DOCUMENT_TYPES.flatMap((type: DocumentType) => {
    const parsed = parseDocument(type, text);
    return parsed.ok ? [parsed.value.number] : [];
  });
  return [...new Set(numbers)].map((number) => documentBlind(ctx.keyring, number));
}

/** Files that may be this person, inside the caller's area: the same that an entry is refused for. */
export async function possibleDuplicates(
  ctx: PeopleCtx,
  asked: {
    name: string;
    birthDate: string;
    sex: PersonFile['sex'];
    documentNumber: string | null;
    guardians: readonly GuardianInput[];
  },
): Promise<Candidate[]> {
  const reach = reachOf(ctx.scopeOf('Query.possibleDuplicates'), ctx.claims);
  const name = checkedName('name', asked.name);
  const guardians = checkedGuardians(asked.guardians, ctx.clock.today());
  const probe: Likeness = {
    name,
    nameKey: nameKey(name),
    pinyin: (await pinyinOf(name)).full,
    birthDate: asked.birthDate,
    sex: asked.sex,
    documentBlind: null,
    ...guardianLikeness(ctx, guardians),
  };
  const blinds = asked.documentNumber ? blindsOfNumber(ctx, asked.documentNumber) : [];
  const probes = [probe, ...blinds.map((b) => ({ ...probe, documentBlind: b }))];
  const found = (await findSimilar(ctx.em, probes, reach)).flat();
  const best = new Map<string, Candidate>();
  for (const c of found) if ((best.get(c.id)?.score ?? 0) < c.score) best.set(c.id, c);
  return [...best.values()].sort((a, b) => b.score - a.score);
}
