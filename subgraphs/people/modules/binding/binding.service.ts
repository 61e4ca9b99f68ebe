import { nameKey, normaliseText } from '@miaoben/identifiers';
import { audit, badInput, type Em, isUuid, MiaobenError, notFound, query, runCommand } from '@miaoben/kernel';
import type { PeopleCtx } from '../../loaders.ts';
import { isBarred } from '../guardian/binding-bar.repository.ts';
import { barcodeIn } from '../person/barcode.ts';
import { findPersons, type PersonRow } from '../person/person.repository.ts';
import { blindsOfNumber } from '../person/person.service.ts';
import { phoneBlind } from '../person/person.stored.ts';
import { allSettings } from '../setting/setting.repository.ts';
import { settingAt } from '../setting/setting.rules.ts';
import { BindingEntity } from './binding.entity.ts';
import {
  bindingChanged,
  boundPersons,
  type CandidateRow,
  candidatesFor,
  childByData,
  failuresToday,
  noteFailure,
  type Self,
} from './binding.repository.ts';
import type { BindChildInput } from './binding.type.ts';

const MAX_FAILURES_A_DAY = 10;

interface GuardianIdentity {
  name: string;
  phone: string;
  realNameVerified: boolean;
}

/** Name and phone of the caller as identity confirmed them. @throws BAD_INPUT not_real_name */
export async function guardianSelf(ctx: PeopleCtx): Promise<GuardianIdentity> {
  const { guardianIdentity } = await ctx.peers.graph<{ guardianIdentity: GuardianIdentity | null }>(
    'identity',
    'binding',
    'query Guardian($accountId: ID!) { guardianIdentity(accountId: $accountId) { name phone realNameVerified } }',
    { accountId: ctx.claims.account },
  );
  if (!guardianIdentity?.realNameVerified) throw badInput('account', 'not_real_name');
  return guardianIdentity;
}

/** The caller as children are looked for. @throws BAD_INPUT not_real_name */
async function verifiedSelf(ctx: PeopleCtx): Promise<Self> {
  const { account } = ctx.claims;
  const { name, phone } = await guardianSelf(ctx);
  return { account, nameKey: nameKey(name), phoneBlind: phoneBlind(ctx.keyring, phone) };
}

/** @throws BAD_INPUT not_real_name */
export async function bindableChildren(ctx: PeopleCtx): Promise<CandidateRow[]> {
  const rows = await candidatesFor(ctx.em, await verifiedSelf(ctx), ctx.clock.today());
  await audit(ctx.em, ctx.claims, 'Query.bindableChildren', undefined, { persons: rows.map((r) => r.id) });
  return rows;
}

export async function myChildren(ctx: PeopleCtx): Promise<PersonRow[]> {
  const rows = await boundPersons(ctx.em, ctx.claims.account);
  if (rows.length > 0)
    await audit(ctx.em, ctx.claims, 'Query.myChildren', undefined, { persons: rows.map((r) => r.id) });
  return rows;
}

async function childMeant(ctx: PeopleCtx, em: Em, self: Self, input: BindChildInput): Promise<string | undefined> {
  const { personId, name, birthDate, documentNumber, barcode } = input;
  if (personId) return (await candidatesFor(em, self, ctx.clock.today())).find((c) => c.id === personId)?.id;
  if (!name) throw badInput('input.name', 'required');
  if (!birthDate) throw badInput('input.birthDate', 'required');
  if (!documentNumber && !barcode) throw badInput('input.documentNumber', 'required');
  return childByData(em, self, {
    nameKey: nameKey(name),
    birthDate,
    documentBlinds: documentNumber ? blindsOfNumber(ctx, documentNumber) : [],
    barcode: barcode ? barcodeIn(normaliseText(barcode).text, 'input.barcode') : null,
  });
}

/** Children an account may have by the setting where this child lives. */
async function bindingLimit(em: Em, personId: string): Promise<number> {
  const [child] = await query<{ residence: string }>(em, 'select residence from person where id = $1', [personId]);
  return settingAt(await allSettings(em), child?.residence ?? '').maxBindings;
}

/**
 * Ties a child's file to the guardian's account. Whether a child with other data exists is never told: wrong data and no
 * child are one answer, and guessing ends after ten failures a day.
 * @throws BAD_INPUT consent, not_real_name, no_match, custody_ended (lost custody, and the clinic has not lifted the bar), out_of_range (more children than the setting of the child's division allows, Q-47); RATE_LIMITED
 */
export async function bindChild(ctx: PeopleCtx, commandId: string, input: BindChildInput): Promise<PersonRow> {
  const { account } = ctx.claims;
  if (!input.consent) throw badInput('input.consent', 'consent');
  const self = await verifiedSelf(ctx);
  const personId = await runCommand<string | null>(ctx, 'Mutation.bindChild', commandId, input, async (em) => {
    // One attempt of an account at a time: many at once would slip past both limits.
    await query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 12))', [account]);
    if ((await failuresToday(em, account)) >= MAX_FAILURES_A_DAY) throw new MiaobenError('RATE_LIMITED');
    const id = await childMeant(ctx, em, self, input);
    if (!id) {
      // An outcome like any other, so that the failure is counted with it.
      await noteFailure(em, account);
      return { outcome: null, detail: { outcome: 'no_match' } };
    }
    const mine = await em.find(BindingEntity, { accountId: account });
    if (mine.some((b) => b.personId === id)) return { outcome: id, subject: id };
    // Said plainly: who gets here knows the child's file by heart.
    if (await isBarred(em, id, self)) throw badInput('input', 'custody_ended');
    const max = await bindingLimit(em, id);
    if ((await boundPersons(em, account)).length >= max) throw badInput('input', 'out_of_range', { max });
    const now = new Date();
    em.create(BindingEntity, {
      accountId: account,
      personId: id,
      relation: input.relation,
      way: input.personId ? 'phone_and_name' : 'data',
      consentAt: now,
      boundAt: now,
      nameKey: self.nameKey,
      phoneBlind: self.phoneBlind,
    });
    return { outcome: id, subject: id, events: [bindingChanged(account, id, true)] };
  });
  if (personId === null) throw badInput('input', 'no_match');
  const [row] = await findPersons(ctx.em, [personId], { reach: { kind: 'bound', account }, organisation: undefined });
  if (!row) throw notFound();
  return row;
}

/** @throws NOT_FOUND when the child is not bound to the caller */
export async function unbindChild(ctx: PeopleCtx, commandId: string, personId: string): Promise<boolean> {
  const { account } = ctx.claims;
  return runCommand(ctx, 'Mutation.unbindChild', commandId, { personId }, async (em) => {
    await query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 12))', [account]);
    const removed = isUuid(personId) ? await em.nativeDelete(BindingEntity, { accountId: account, personId }) : 0;
    if (removed === 0) throw notFound();
    return { outcome: true, subject: personId, events: [bindingChanged(account, personId, false)] };
  });
}
