import { maskName } from '@miaoben/identifiers';
import {
  badInput,
  type Em,
  isUuid,
  isUuidV7,
  MiaobenError,
  notFound,
  noticeRequested,
  runCommand,
} from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import type { MiaobenEvent } from '@miaoben/schema';
import type { PeopleCtx } from '../../loaders.ts';
import { allowed } from '../file-state/file-state.allowed.ts';
import { livesWith } from '../household/household.repository.ts';
import { rewriteFile } from '../person/person.change.ts';
import type { GuardianFile, PersonFile } from '../person/person.file.ts';
import { findPersons, lockPerson, openFile, type PersonRow, singleReach } from '../person/person.repository.ts';
import { filesWithin, insertBars, liftBars } from './binding-bar.repository.ts';
import { type EndAct, endGuardianRow, keptGuardians, putGuardian } from './guardian.repository.ts';
import { type KeptGuardian, sameGuardians, withChange, withGuardian } from './guardian.rules.ts';
import type { AddGuardianInput, ChangeGuardianInput, EndGuardianInput } from './guardian.type.ts';
import { endBindingsOf } from './guardian-binding.ts';

type Act = 'Mutation.addGuardian' | 'Mutation.changeGuardian' | 'Mutation.endGuardian';

/** Adds to what the edit tells the others. */
type Tell = (of: (child: PersonFile) => Promise<MiaobenEvent[]>) => Promise<void>;

/** What a file says of a guardian, as its history keeps it. */
export const factsOfGuardian = ({ relation, name, phone, documentNumber }: KeptGuardian): GuardianFile => ({
  relation,
  name,
  phone: phone ?? null,
  documentNumber: documentNumber ?? null,
});

/**
 * Changes the guardians of one file as one edit of it: version, history, event and audit are those of any edit (J-03).
 * @throws NOT_FOUND outside the reach; FORBIDDEN, CONFLICT wrong_state when the file has ended; CONFLICT version
 */
async function edit(
  ctx: PeopleCtx,
  operation: Act,
  commandId: string,
  input: { personId: string; expectedVersion: number },
  write: (em: Em, kept: readonly KeptGuardian[], tell: Tell) => Promise<KeptGuardian[]>,
): Promise<PersonRow> {
  const scope = singleReach(reachOf(ctx.scopeOf(operation), ctx.claims), ctx.claims);
  const { personId: id, expectedVersion } = input;
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const row = isUuidV7(id) ? await lockPerson(em, id, scope) : undefined;
    if (!row) throw notFound();
    const file = openFile(ctx.keyring, row);
    allowed(ctx, file, 'change');
    if (row.version !== expectedVersion)
      throw new MiaobenError('CONFLICT', { reason: 'version', version: row.version });
    const before = await keptGuardians(em, ctx.keyring, id);
    const told: MiaobenEvent[] = [];
    const after = await write(em, before, async (of) => void told.push(...(await of(file))));
    const { event } = await rewriteFile(
      em,
      ctx,
      row,
      { ...file, guardians: before.map(factsOfGuardian) },
      { ...file, guardians: after.map(factsOfGuardian) },
    );
    return { outcome: id, subject: id, events: [...(event ? [event] : []), ...told] };
  });
  const [row] = await findPersons(ctx.em, [id], scope);
  if (!row) throw notFound();
  return row;
}

/** Name and numbers of a member of the same household. @throws BAD_INPUT input.memberId no_match */
async function picked(ctx: PeopleCtx, em: Em, personId: string, memberId: string) {
  const together = isUuidV7(memberId) && (await livesWith(em, personId, memberId));
  const [row] = together ? await findPersons(em, [memberId], { reach: { kind: 'all' }, organisation: undefined }) : [];
  if (!row || memberId === personId) throw badInput('input.memberId', 'no_match');
  const { name, phone, documentType, documentNumber } = openFile(ctx.keyring, row);
  return { name, phone, documentNumber: documentType === 'RESIDENT_ID' ? documentNumber : null, memberId };
}

/** Adds a guardian, typed or picked from the household. @throws as `edit` and `withGuardian`; BAD_INPUT input.memberId */
export const addGuardian = (ctx: PeopleCtx, commandId: string, input: AddGuardianInput): Promise<PersonRow> =>
  edit(ctx, 'Mutation.addGuardian', commandId, input, async (em, kept) => {
    const { relation, name, documentNumber, phone, memberId } = input;
    const typed = memberId ? await picked(ctx, em, input.personId, memberId) : { name, documentNumber, phone };
    const after = withGuardian(kept, relation, typed, ctx.clock.today());
    await putGuardian(em, ctx.keyring, input.personId, after.at(-1)!);
    return after;
  });

/** Corrects a guardian. @throws as `edit` and `withChange` */
export const changeGuardian = (ctx: PeopleCtx, commandId: string, input: ChangeGuardianInput): Promise<PersonRow> =>
  edit(ctx, 'Mutation.changeGuardian', commandId, input, async (em, kept) => {
    const after = withChange(kept, input.ordinal, input, ctx.clock.today());
    await putGuardian(em, ctx.keyring, input.personId, after.find((g) => g.ordinal === input.ordinal)!);
    return after;
  });

const EVERYWHERE = { reach: { kind: 'all' }, organisation: undefined } as const;

/** Ends a guardian in the files that were merged into the child's too: parted again, they must not bring her back. @returns the endings */
async function endWithin(
  ctx: PeopleCtx,
  em: Em,
  personId: string,
  [ended, staying]: readonly [KeptGuardian, readonly KeptGuardian[]],
  act: EndAct,
): Promise<{ endings: Ending[]; events: MiaobenEvent[] }> {
  const endings: Ending[] = [];
  const events: MiaobenEvent[] = [];
  for (const id of await filesWithin(em, personId)) {
    const before = await keptGuardians(em, ctx.keyring, id);
    const same = sameGuardians(ended, staying, before);
    const row = same.length > 0 ? await lockPerson(em, id, EVERYWHERE) : undefined;
    if (!row) continue;
    for (const guardian of same) endings.push({ personId: id, formerId: await endGuardianRow(em, id, guardian, act) });
    const file = openFile(ctx.keyring, row);
    const after = before.filter((g) => !same.includes(g));
    const { event } = await rewriteFile(
      em,
      ctx,
      row,
      { ...file, guardians: before.map(factsOfGuardian) },
      { ...file, guardians: after.map(factsOfGuardian) },
    );
    if (event) events.push(event);
  }
  return { endings, events };
}

/** What is kept of a guardian who ended in a file. */
interface Ending {
  personId: string;
  formerId: string;
}

/**
 * Ends a guardian; the file keeps who it was. Who lost custody is bound no more, nor again until the bar is lifted.
 * @throws as `edit`; NOT_FOUND when there is none of this place
 */
export const endGuardian = (ctx: PeopleCtx, commandId: string, input: EndGuardianInput): Promise<PersonRow> =>
  edit(ctx, 'Mutation.endGuardian', commandId, input, async (em, kept, tell) => {
    const ended = kept.find((g) => g.ordinal === input.ordinal);
    if (!ended) throw notFound();
    const { personId, reason } = input;
    const act: EndAct = { by: ctx.claims.account, reason, at: ctx.clock.now() };
    const own = { personId, formerId: await endGuardianRow(em, personId, ended, act) };
    const staying = kept.filter((g) => g !== ended);
    const { endings, events } = await endWithin(ctx, em, personId, [ended, staying], act);
    await tell(async ({ name }) => {
      if (reason !== 'custody_changed') return events;
      const bound = await endBindingsOf(em, ctx, { id: personId, name }, ended, staying);
      for (const ending of [own, ...endings]) await insertBars(em, ending.personId, ending.formerId, bound.barred);
      return [...events, ...bound.events];
    });
    return staying;
  });

/**
 * Lets who lost custody bind the child again, by the clinic's word. Nobody is bound by it.
 * @throws NOT_FOUND outside the reach; FORBIDDEN, CONFLICT wrong_state when the file has ended; CONFLICT already_decided when no bar of
 *   this former guardian stands
 */
export async function liftBindingBar(
  ctx: PeopleCtx,
  commandId: string,
  input: { personId: string; formerGuardianId: string },
): Promise<PersonRow> {
  const operation = 'Mutation.liftBindingBar';
  const scope = singleReach(reachOf(ctx.scopeOf(operation), ctx.claims), ctx.claims);
  const { personId, formerGuardianId } = input;
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const row = isUuidV7(personId) ? await lockPerson(em, personId, scope) : undefined;
    if (!row) throw notFound();
    const file = openFile(ctx.keyring, row);
    allowed(ctx, file, 'change');
    const act = { by: ctx.claims.account, at: ctx.clock.now() };
    const lifted = isUuid(formerGuardianId) ? await liftBars(em, personId, formerGuardianId, act) : [];
    if (lifted.length === 0)
      throw new MiaobenError('CONFLICT', { field: 'formerGuardianId', reason: 'already_decided' });
    const accounts = new Set(lifted.flatMap(({ account }) => (account === null ? [] : [account])));
    const params = { name: maskName(file.name) };
    const events = [...accounts].map((accountId) =>
      noticeRequested(ctx, 'binding_allowed', { accountId }, null, params),
    );
    return { outcome: personId, subject: personId, events, detail: { former: formerGuardianId } };
  });
  const [row] = await findPersons(ctx.em, [personId], scope);
  if (!row) throw notFound();
  return row;
}
