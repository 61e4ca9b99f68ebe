import { type Claims, type Em, isUuid, type Keyring } from '@miaoben/kernel';
import DataLoader from 'dataloader';
import { accountsById } from './account.repository.ts';
import { accountScope } from './account.scope.ts';
import type { Account } from './account.type.ts';

/** Accounts by id inside the caller's scope; null for the others and for what is no account (`anonymous`, `service:…`). */
export const accountLoader = (em: Em, keyring: Keyring, claims: Claims) =>
  new DataLoader<string, Account | null>(async (ids) => {
    const known = ids.filter((id) => isUuid(id));
    const found = known.length > 0 ? await accountsById(em, keyring, accountScope(claims), known) : [];
    const byId = new Map(found.map((a) => [a.id, a]));
    return ids.map((id) => byId.get(id) ?? null);
  });
