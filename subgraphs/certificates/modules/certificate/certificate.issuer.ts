import { type Em, MiaobenError } from '@miaoben/kernel';
import type { HolderRow } from '../holder/holder.repository.ts';
import { organisationOf } from '../organisation/organisation.repository.ts';
import { isClosed } from '../organisation/organisation.rules.ts';

/** @throws CONFLICT wrong_state with `part: issuer` for one that works no more */
export async function requireOpenIssuer(em: Em, issuerId: string, today: string, field: string): Promise<void> {
  if (isClosed(await organisationOf(em, issuerId), today))
    throw new MiaobenError('CONFLICT', { field, reason: 'wrong_state', part: 'issuer' });
}

/**
 * Who issues the certificate that takes the place of another by itself: the same body, or the unit that manages the file when that one
 * works no more.
 * @returns null when neither works: nobody can stand for it
 */
export async function nextIssuer(
  em: Em,
  issuerId: string,
  holder: Pick<HolderRow, 'managing_org_id'>,
  today: string,
): Promise<string | null> {
  for (const id of [issuerId, holder.managing_org_id]) {
    if (!isClosed(await organisationOf(em, id), today)) return id;
  }
  return null;
}
