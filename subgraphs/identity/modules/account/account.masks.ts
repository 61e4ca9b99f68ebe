import { maskName, maskPhone } from '@miaoben/identifiers';
import type { Ctx, Masks } from '@miaoben/kernel';
import type { Account } from './account.type.ts';

/** The own account is never masked. */
const unlessOwn =
  <V>(mask: (value: V) => V | null) =>
  (value: V, account: Account, ctx: Ctx) =>
    account.id === ctx.claims.account ? value : mask(value);

export const accountMasks: Masks = {
  // A login given to staff names a post and is needed to tell accounts apart; a guardian's is a phone number.
  'Account.login': unlessOwn((login: string) => (/^1\d{10}$/.test(login) ? maskPhone(login) : login)),
  'Account.displayName': unlessOwn(maskName),
  'Account.lastSignInAt': unlessOwn<Date | string>(() => null),
};
