import { nameKey } from '@miaoben/identifiers';
import { badInput, isUuidV7, MiaobenError, notFound, runCommand } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import type { PeopleCtx } from '../../loaders.ts';
import { guardianSelf } from '../binding/binding.service.ts';
import { detailsAfter } from '../details/details.rules.ts';
import { edgeOfFile } from '../file-state/file-state.rules.ts';
import { keptGuardians, putGuardian } from '../guardian/guardian.repository.ts';
import type { KeptGuardian } from '../guardian/guardian.rules.ts';
import { factsOfGuardian } from '../guardian/guardian.service.ts';
import { rewriteFile } from '../person/person.change.ts';
import type { PersonFile } from '../person/person.file.ts';
import { findPersons, lockPerson, openFile, type PersonRow, singleReach } from '../person/person.repository.ts';
import { checkedAddress, checkedPhone } from '../person/person.rules.ts';
import { isTownship } from '../place/places.ts';
import type { KeepContactInput } from './contact.type.ts';

/** The file with what the family says of how it is reached. @throws BAD_INPUT by field */
function reachedBy(file: PersonFile, input: KeepContactInput): PersonFile {
  if (input.residence === null) throw badInput('residence', 'required');
  const residence = input.residence ?? file.residence;
  const { emergencyName, emergencyPhone } = input;
  return {
    ...file,
    ...detailsAfter(file, { emergencyName, emergencyPhone }, { ...file, residence }),
    phone: input.phone === undefined ? file.phone : checkedPhone('phone', input.phone),
    residence,
    residenceAddress:
      input.residenceAddress === undefined ? file.residenceAddress : checkedAddress(input.residenceAddress),
  };
}

/** The guardians, the caller's own entry with the confirmed phone. @throws BAD_INPUT ownPhone no_match */
function withOwnPhone(kept: readonly KeptGuardian[], self: { name: string; phone: string }): KeptGuardian {
  const own = kept.find((g) => nameKey(g.name) === nameKey(self.name));
  if (!own) throw badInput('ownPhone', 'no_match');
  return { ...own, phone: checkedPhone('ownPhone', self.phone) };
}

/**
 * A family changes phone, residence, address and emergency contact of a bound child: one edit of the file like any other, so
 * that the clinic sees it in the history with the role of who made it.
 * @throws NOT_FOUND when the child is not bound; CONFLICT version, wrong_state; BAD_INPUT by field, account not_real_name
 */
export async function keepContact(ctx: PeopleCtx, commandId: string, input: KeepContactInput): Promise<PersonRow> {
  const operation = 'Mutation.keepContact';
  const scope = singleReach(reachOf(ctx.scopeOf(operation), ctx.claims), ctx.claims);
  const { personId: id } = input;
  const self = input.ownPhone ? await guardianSelf(ctx) : null;
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const row = isUuidV7(id) ? await lockPerson(em, id, scope) : undefined;
    if (!row) throw notFound();
    const file = openFile(ctx.keyring, row);
    if (typeof edgeOfFile(file, 'change', ['area']) === 'string' || file.registrationState === 'dead')
      throw new MiaobenError('CONFLICT', { field: 'personId', reason: 'wrong_state' });
    if (row.version !== input.expectedVersion)
      throw new MiaobenError('CONFLICT', { reason: 'version', version: row.version });
    const next = reachedBy(file, input);
    if (next.residence !== file.residence && !(await isTownship(em, ctx, next.residence)))
      throw badInput('residence', 'unknown_code');
    const kept = self ? await keptGuardians(em, ctx.keyring, id) : [];
    const own = self && withOwnPhone(kept, self);
    if (own) await putGuardian(em, ctx.keyring, id, own);
    const guardians = kept.map((g) => (g.ordinal === own?.ordinal ? own : g));
    const { changed, event } = await rewriteFile(
      em,
      ctx,
      row,
      { ...file, guardians: kept.map(factsOfGuardian) },
      { ...next, guardians: guardians.map(factsOfGuardian) },
    );
    return { outcome: id, subject: id, detail: { changed }, ...(event && { events: [event] }) };
  });
  const [row] = await findPersons(ctx.em, [id], scope);
  if (!row) throw notFound();
  return row;
}
