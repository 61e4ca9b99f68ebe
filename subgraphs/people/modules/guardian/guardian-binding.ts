import { maskName, nameKey } from '@miaoben/identifiers';
import { type Em, noticeRequested, query } from '@miaoben/kernel';
import type { MiaobenEvent } from '@miaoben/schema';
import type { PeopleCtx } from '../../loaders.ts';
import { bindingChanged } from '../binding/binding.repository.ts';
import { phoneBlind } from '../person/person.stored.ts';
import type { Barred } from './binding-bar.repository.ts';
import type { KeptGuardian } from './guardian.rules.ts';
import { type Known, restsOn } from './guardian-binding.rules.ts';

interface Bound extends Known {
  readonly account: string;
}

/**
 * Ends the bindings that rest on a guardian who lost custody (监护权变更): she reads the child's record no more, books and consents no more. She
 * is told, and so are the other guardians: by their accounts, or by the phone of the file where it has none bound.
 * @returns whom a bar holds off from now on, so that knowing the family's phone and the child's data binds nobody again; and the events
 */
export async function endBindingsOf(
  em: Em,
  ctx: Pick<PeopleCtx, 'keyring' | 'clock'>,
  child: { id: string; name: string },
  ended: KeptGuardian,
  staying: readonly KeptGuardian[],
): Promise<{ barred: Barred[]; events: MiaobenEvent[] }> {
  const known = (g: KeptGuardian): Known => ({
    relation: g.relation,
    nameKey: nameKey(g.name),
    phoneBlind: g.phone ? phoneBlind(ctx.keyring, g.phone) : null,
  });
  const bound = await query<Bound>(
    em,
    `select account_id as account, relation, name_key as "nameKey", phone_blind as "phoneBlind" from binding
     where person_id = $1 order by account_id for update`,
    [child.id],
  );
  const others = staying.map(known);
  const leaving = bound.filter((b) => restsOn(b, known(ended), others));
  await query(em, 'delete from binding where person_id = $1 and account_id = any($2::text[])', [
    child.id,
    leaving.map((b) => b.account),
  ]);
  const stays = bound.filter((b) => !leaving.includes(b));
  const reached = new Set(bound.map((b) => b.phoneBlind));
  const phones = new Set(
    staying.flatMap(({ phone }) => (phone && !reached.has(phoneBlind(ctx.keyring, phone)) ? [phone] : [])),
  );
  // Who has the name of a guardian who stays is that one.
  const barredName = (key: string | null) => (key !== null && others.some((g) => g.nameKey === key) ? null : key);
  const barred = [
    { account: null, nameKey: barredName(nameKey(ended.name)) },
    ...leaving.map((b) => ({ account: b.account, nameKey: barredName(b.nameKey) })),
  ].filter((b) => b.account !== null || b.nameKey !== null);
  const name = maskName(child.name);
  const who = maskName(ended.name);
  const events = [
    ...leaving.map((b) => bindingChanged(b.account, child.id, false)),
    // Without a subject: she may not open the child any more.
    ...leaving.map((b) => noticeRequested(ctx, 'guardian_ended', { accountId: b.account }, null, { name })),
    ...[...stays.map((b) => ({ accountId: b.account })), ...[...phones].map((phone) => ({ phone }))].map((to) =>
      noticeRequested(ctx, 'guardian_changed', to, child.id, { name, who }),
    ),
  ];
  return { barred, events };
}
