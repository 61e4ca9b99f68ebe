import type { Ctx } from '@miaoben/kernel';
import { accountLoader } from './modules/account/account.loader.ts';
import { divisionChildrenLoader, divisionLoader } from './modules/division/division.loader.ts';
import { organisationLoader } from './modules/organisation/organisation.loader.ts';

/** Loaders of one request. */
export const identityLoaders = ({ em, keyring, claims }: Omit<Ctx, 'loaders'>) => ({
  division: divisionLoader(em),
  divisionChildren: divisionChildrenLoader(em),
  organisation: organisationLoader(em),
  account: accountLoader(em, keyring, claims),
});
export type IdentityLoaders = ReturnType<typeof identityLoaders>;
export type IdentityCtx = Ctx<IdentityLoaders>;
