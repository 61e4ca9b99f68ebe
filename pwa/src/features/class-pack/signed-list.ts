import { CredentialError, fromBase64url, verifyClassList } from '@miaoben/credential/verify';
import { client } from '../../data/client.ts';
import { ClassPack } from '../../data/generated/school.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import { keepClass, type Pack, readClass } from '../../offline/class-packs.ts';
import { keepTrust, lists, refreshTrust } from '../trust/trust.ts';

/** `unknown`: this device has no trust list, or one that does not know the key. */
type Verdict = 'signed' | 'altered' | 'unknown';

async function verdictOf(pack: Pack): Promise<Verdict> {
  const trust = lists.peek()?.trust;
  if (!trust) return 'unknown';
  try {
    await verifyClassList(fromBase64url(pack.signature), pack, trust);
    return 'signed';
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error;
    return error.code === 'class_list_key' ? 'unknown' : 'altered';
  }
}

/** Whether the list is what the server signed. A key the device has not heard of yet is looked for in a new trust list. */
async function check(pack: Pack): Promise<Verdict> {
  await keepTrust();
  const verdict = await verdictOf(pack);
  return verdict === 'unknown' && (await refreshTrust()) === 'updated' ? verdictOf(pack) : verdict;
}

export type TakeFailure = Problem | 'altered' | 'unknown';

/** Takes a class along, or brings the one that is here up to date; only what the server signed is kept. Only while unlocked. */
export async function takeClass(account: string, roundId: string, classId: string): Promise<TakeFailure | null> {
  const { data, error } = await client
    .query(ClassPack, { roundId, classId }, { requestPolicy: 'network-only' })
    .toPromise();
  if (error) return problemOf(error);
  const pack = data?.classPack;
  if (!pack) return { code: 'NOT_FOUND' };
  const verdict = await check(pack);
  if (verdict !== 'signed') return verdict;
  await keepClass(account, pack);
  return null;
}

/** Opens a class that is here. @returns null when it is not; `altered` or `unknown` when it must not be used */
export async function openClass(account: string, classId: string): Promise<Pack | 'altered' | 'unknown' | null> {
  const pack = await readClass(account, classId);
  if (!pack) return null;
  const verdict = await check(pack);
  return verdict === 'signed' ? pack : verdict;
}
