import { nameKey } from '@miaoben/identifiers';
import {
  audit,
  badInput,
  type Em,
  forbidden,
  isUuid,
  isUuidV7,
  MiaobenError,
  NotHeardOf,
  newId,
  notFound,
  type Page,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { actionsOf, edgeOf } from '@miaoben/kernel/transitions';
import { readNote, readWords } from '@miaoben/kernel/words';
import type { MiaobenEvent } from '@miaoben/schema';
import type { PeopleCtx } from '../../loaders.ts';
import { allowed } from '../file-state/file-state.allowed.ts';
import { keptGuardians, putGuardian } from '../guardian/guardian.repository.ts';
import { factsOfGuardian } from '../guardian/guardian.service.ts';
import { rewriteFile } from '../person/person.change.ts';
import type { PersonFile } from '../person/person.file.ts';
import { findPersons, lockPerson, openFile, type SingleReach, singleReach } from '../person/person.repository.ts';
import { orConflict, refuseDocumentInUse } from '../person/person.service.ts';
import { phoneBlind } from '../person/person.stored.ts';
import { toPerson } from '../person/person.type.ts';
import { insertFiles } from '../person/person.write.ts';
import { managingUnit } from '../place/places.ts';
import { addSteps } from '../progress/case-step.ts';
import { type Looked, lookAt } from './newborn.look.ts';
import type { ToldNewborn } from './newborn.port.ts';
import {
  childrenOfParents,
  fetchCursors,
  listNewborns,
  lockNewborns,
  type NewbornFilter,
  type NewbornRow,
  type ParentKey,
  writeNewborn,
} from './newborn.repository.ts';
import { completedFile, NEWBORN_TABLE, type NewbornParty } from './newborn.rules.ts';
import type { AdvanceNewbornInput, FileNewbornInput, Newborn, NewbornOutcome, NewbornPage } from './newborn.type.ts';

const AUDITED_IDS = 50;
const MOST_AT_ONCE = 100;

/** Only a unit that vaccinates works on newborns; disease control looks on. */
const partiesOf = (ctx: PeopleCtx): NewbornParty[] => (ctx.claims.role === 'vaccinator' ? ['clinic'] : []);
const areaOf = (ctx: PeopleCtx) => ({ kind: 'area', divisions: ctx.claims.divisions }) as const;
const reachOfCaller = (ctx: PeopleCtx): SingleReach => singleReach(areaOf(ctx), ctx.claims);

/** Shapes newborns with the files they are about: a fixed number of statements for any number. */
async function shaped(ctx: PeopleCtx, looked: readonly Looked[]): Promise<Newborn[]> {
  const { keyring } = ctx;
  const ids = looked.flatMap(({ row, candidates }) => [
    ...candidates.map((c) => c.id),
    ...(row.person_id === null ? [] : [row.person_id]),
  ]);
  const files = new Map((await findPersons(ctx.em, [...new Set(ids)], reachOfCaller(ctx))).map((p) => [p.id, p]));
  const parentKey = (parent: ToldNewborn['father']): ParentKey[] =>
    parent?.phone ? [{ name: nameKey(parent.name), phoneBlind: phoneBlind(keyring, parent.phone) }] : [];
  const keys = looked.flatMap(({ told }) => [...parentKey(told.mother), ...parentKey(told.father)]);
  const counts = await childrenOfParents(ctx.em, keys);
  const counted = new Map(keys.map((k, i) => [`${k.name} ${k.phoneBlind}`, counts[i] ?? 0]));
  const parentOf = (parent: ToldNewborn['mother']) => {
    const [key] = parentKey(parent);
    return {
      name: parent.name,
      phone: parent.phone,
      children: key ? (counted.get(`${key.name} ${key.phoneBlind}`) ?? 0) : null,
    };
  };
  return looked.map(({ row, told, faults, finding, candidates, news }) => {
    const file = files.get(row.person_id ?? '');
    const { name, birthTime, birthWeightG, birthOrder, idNumber, birthCertificate, hospital } = told;
    return {
      id: row.id,
      sex: row.sex,
      birthDate: row.birth_date,
      ...{ name, birthTime, birthWeightG, birthOrder, idNumber, birthCertificate, hospital },
      mother: parentOf(told.mother),
      father: told.father && parentOf(told.father),
      residence: told.residence !== null && /^\d{9}$/.test(told.residence) ? { code: told.residence } : null,
      state: row.state,
      finding,
      faults: [...faults],
      candidates: candidates.flatMap(({ id, score, reasons }) => {
        const person = files.get(id);
        return person ? [{ person: toPerson(person), score, reasons }] : [];
      }),
      file: file ? toPerson(file) : null,
      news: [...news],
      actions: actionsOf(NEWBORN_TABLE, row.state, partiesOf(ctx)),
      fetchedAt: new Date(row.fetched_at),
      version: row.version,
    };
  });
}

/** Query.newborns. The read is one audit line. @throws BAD_INPUT filter.id (format) */
export async function readNewborns(
  ctx: PeopleCtx,
  filter: NewbornFilter,
  first: number,
  after: string | null | undefined,
): Promise<NewbornPage> {
  if (filter.id && !isUuid(filter.id)) throw badInput('filter.id', 'format');
  const page = pageRequest(first, after, 2);
  const { divisions } = ctx.claims;
  const rows = await listNewborns(ctx.em, divisions, filter, page);
  const seen = rows.slice(0, page.first);
  const nodes = new Map((await shaped(ctx, await lookAt(ctx, ctx.em, seen, areaOf(ctx)))).map((n) => [n.id, n]));
  await audit(ctx.em, ctx.claims, 'Query.newborns', undefined, {
    count: seen.length,
    persons: seen.flatMap((r) => r.person_id ?? []).slice(0, AUDITED_IDS),
  });
  const asked = [...(await fetchCursors(ctx.em, divisions)).values()].map((c) => Date.parse(c.fetched_at));
  const shown: Page<NewbornRow> = toPage(
    rows,
    page,
    (r) => [r.birth_date, r.id],
    (r) => r,
  );
  return {
    nodes: shown.nodes.flatMap((r) => nodes.get(r.id) ?? []),
    pageInfo: shown.pageInfo,
    askedAt: asked.length > 0 ? new Date(Math.max(...asked)) : null,
  };
}

async function step(
  ctx: PeopleCtx,
  em: Em,
  before: NewbornRow,
  after: NewbornRow,
  action: string,
  reason: string | null,
) {
  await writeNewborn(em, after);
  await addSteps(em, ctx.keyring, [
    {
      caseId: before.id,
      number: after.version,
      at: ctx.clock.now(),
      action,
      from: before.state,
      to: after.state,
      actor: ctx.claims,
      reason,
    },
  ]);
}

/** Why no file is created for a newborn now; null: nothing speaks against it. */
function refusal(one: Looked | undefined, asked: FileNewbornInput): { field: string | null; reason: string } | null {
  if (!one) return { field: null, reason: 'wrong_state' };
  if (one.row.version !== asked.expectedVersion) return { field: null, reason: 'version' };
  const [fault] = one.faults;
  if (fault) return fault;
  if (one.finding === 'exists' || one.finding === 'elsewhere') return { field: 'documentNumber', reason: 'duplicate' };
  const others = new Set(asked.notDuplicateOf ?? []);
  if (one.candidates.some((c) => !others.has(c.id))) return { field: null, reason: 'possible_duplicate' };
  return one.finding === null || one.draft === null ? { field: null, reason: 'wrong_state' } : null;
}

/**
 * Mutation.fileNewborns (一键建卡): a file for each newborn that nothing speaks against, managed by the caller's unit; the others are told
 * one by one and stay as they are.
 * @throws FORBIDDEN for an account without a unit; BAD_INPUT rows (required, out_of_range, duplicate)
 */
export async function fileNewborns(
  ctx: PeopleCtx,
  commandId: string,
  rows: readonly FileNewbornInput[],
): Promise<NewbornOutcome[]> {
  const operation = 'Mutation.fileNewborns';
  const { organisation } = ctx.claims;
  if (!organisation) throw forbidden();
  if (rows.length === 0) throw badInput('rows', 'required');
  if (rows.length > MOST_AT_ONCE) throw badInput('rows', 'out_of_range', { max: MOST_AT_ONCE });
  if (new Set(rows.map((r) => r.id)).size < rows.length) throw badInput('rows', 'duplicate');
  return runCommand(ctx, operation, commandId, { rows }, async (em, { caughtUp }) => {
    const unit = await managingUnit(em, organisation);
    if (!unit && !caughtUp) throw new NotHeardOf('identity');
    if (!unit) throw forbidden();
    const ids = rows.flatMap((r) => (isUuid(r.id) ? [r.id] : []));
    const looked = await lookAt(ctx, em, await lockNewborns(em, ids, ctx.claims.divisions), areaOf(ctx));
    const byId = new Map(looked.map((l) => [l.row.id, l]));
    const files: PersonFile[] = [];
    const made: { one: Looked; personId: string }[] = [];
    const outcome = rows.map((asked): NewbornOutcome => {
      const one = byId.get(asked.id);
      const why = refusal(one, asked);
      if (why || !one?.draft)
        return { newbornId: asked.id, personId: null, field: null, reason: 'wrong_state', ...why };
      const personId = newId();
      files.push({ ...one.draft.file, id: personId, managingOrgId: unit.id });
      made.push({ one, personId });
      return { newbornId: asked.id, personId, field: null, reason: null };
    });
    await orConflict('documentNumber', insertFiles(em, ctx.keyring, files, ctx.clock.today().slice(0, 4)));
    for (const { one, personId } of made) {
      const { row } = one;
      const after = { ...row, state: 'filed', person_id: personId, taken_digest: row.digest } as const;
      await step(ctx, em, row, { ...after, version: row.version + 1 }, 'create', null);
    }
    const persons = made.map((m) => m.personId).slice(0, AUDITED_IDS);
    return { outcome, detail: { created: made.length, refused: rows.length - made.length, persons } };
  });
}

/** Brings the file up to what was told; its history, event and check are those of any edit (J-03). */
async function complete(ctx: PeopleCtx, em: Em, one: Looked, personId: string): Promise<MiaobenEvent[]> {
  const person = isUuidV7(personId) ? await lockPerson(em, personId, reachOfCaller(ctx)) : undefined;
  if (!person) throw notFound();
  const guardians = await keptGuardians(em, ctx.keyring, person.id);
  const before = { ...openFile(ctx.keyring, person), guardians: guardians.map(factsOfGuardian) };
  allowed(ctx, before, 'change');
  if (!one.draft) throw badInput('input.id', one.faults[0]?.reason ?? 'wrong_state');
  if (before.birthDate !== one.draft.file.birthDate) throw badInput('input.personId', 'no_match');
  const completed = completedFile(before, one.draft);
  const after = {
    ...completed,
    guardians: completed.guardians.map((g) => ({
      ...g,
      phone: g.phone ?? null,
      documentNumber: g.documentNumber ?? null,
    })),
  };
  await refuseDocumentInUse(ctx, em, after, areaOf(ctx));
  let ordinal = Math.max(-1, ...guardians.map((g) => g.ordinal));
  for (const g of after.guardians.slice(guardians.length)) {
    ordinal += 1;
    await putGuardian(em, ctx.keyring, person.id, { ...g, ordinal, memberId: null, isLent: false });
  }
  const { event } = await orConflict('documentNumber', rewriteFile(em, ctx, person, before, after));
  return event ? [event] : [];
}

/**
 * Mutation.advanceNewborn.
 * @throws NOT_FOUND outside the area; FORBIDDEN; CONFLICT version, wrong_state, duplicate; BAD_INPUT input.reason, input.personId
 *   (required, no_match: another birth date)
 */
export async function advanceNewborn(ctx: PeopleCtx, commandId: string, input: AdvanceNewbornInput): Promise<Newborn> {
  const operation = 'Mutation.advanceNewborn';
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const rows = isUuid(input.id) ? await lockNewborns(em, [input.id], ctx.claims.divisions) : [];
    const [one] = await lookAt(ctx, em, rows, areaOf(ctx));
    if (!one) throw notFound();
    const { row } = one;
    if (row.version !== input.expectedVersion)
      throw new MiaobenError('CONFLICT', { reason: 'version', version: row.version });
    const edge = edgeOf(NEWBORN_TABLE, row.state, input.action, partiesOf(ctx));
    if (edge === 'forbidden') throw forbidden();
    if (edge === 'wrong_state' || input.action === 'create')
      throw new MiaobenError('CONFLICT', { field: 'input.action', reason: 'wrong_state' });
    const reason = edge.needsReason ? readWords(input.reason, 'input.reason') : readNote(input.reason, 'input.reason');
    const personId = input.action === 'link' ? (input.personId ?? null) : row.person_id;
    const takes = input.action === 'link' || input.action === 'update';
    if (takes && personId === null) throw badInput('input.personId', 'required');
    const events = takes && personId !== null ? await complete(ctx, em, one, personId) : [];
    const after: NewbornRow = {
      ...row,
      state: edge.to,
      person_id: edge.to === 'filed' ? personId : null,
      taken_digest: takes ? row.digest : row.taken_digest,
      version: row.version + 1,
    };
    await step(ctx, em, row, after, input.action, reason);
    return {
      outcome: row.id,
      subject: personId ?? undefined,
      detail: { newborn: row.id, action: input.action },
      events,
    };
  });
  const rows = await listNewborns(ctx.em, ctx.claims.divisions, { id: input.id }, pageRequest(1, null, 2));
  const [shown] = await shaped(ctx, await lookAt(ctx, ctx.em, rows, areaOf(ctx)));
  if (!shown) throw notFound();
  return shown;
}
