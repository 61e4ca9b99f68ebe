import { loadVerifyKey, openStatusList, openTrustList, type StatusList, type VerifierState } from '@miaoben/credential';
import { type Em, MiaobenError, query } from '@miaoben/kernel';
import { allKeys } from '../key/key.repository.ts';
import { statusLists } from './status.repository.ts';

/**
 * What a verifier holds that has just fetched everything: the lists as they are served now.
 * @throws UNAVAILABLE in the moments before the first lists are signed
 */
export async function currentLists(em: Em): Promise<Pick<VerifierState, 'trust' | 'statusLists'>> {
  const root = (await allKeys(em)).find((k) => k.use === 'root' && k.season === 'current' && k.revokedAt === null);
  const [held] = await query<{ file: Uint8Array }>(em, 'select file from trust_list');
  if (!root || !held) throw new MiaobenError('UNAVAILABLE', { part: 'trust list' });
  const current = await loadVerifyKey(root.alg, new Uint8Array(root.spki));
  const trust = await openTrustList(new Uint8Array(held.file), { current, next: null }, null);
  const lists = new Map<string, StatusList>();
  for (const { id, file } of await statusLists(em, [...new Set(trust.statusLists.values())]))
    if (file) lists.set(id, await openStatusList(new Uint8Array(file), trust, null));
  return { trust, statusLists: lists };
}
