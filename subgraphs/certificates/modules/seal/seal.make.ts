import type { Clock, Em, Keyring } from '@miaoben/kernel';
import { retryDocuments } from '../document/document.repository.ts';
import { organisationOf } from '../organisation/organisation.repository.ts';
import { queueSubmission, queueWithdrawals } from '../submission/submission.repository.ts';
import { makeSeal } from './seal.authority.ts';
import { checkPicture, type PictureFault } from './seal.picture.ts';
import { activateSeal, activeSeal, endSeal, refuseSeal, type SealRow } from './seal.repository.ts';
import { addGrant, carryGrants, endGrants, PLATFORM } from './seal-grant.repository.ts';

export interface Making {
  readonly keyring: Keyring;
  readonly clock: Clock;
}

/**
 * Makes the seal of a picture, in the caller's transaction. It takes the place of the issuer's active one, and with it the rights;
 * an issuer's first seal may be used by the platform itself once a superior made it, else a superior gives the rights.
 * @returns what is wrong with the picture; null when the seal is active
 */
export async function finishSeal(
  em: Em,
  making: Making,
  row: SealRow,
  picture: Uint8Array,
): Promise<PictureFault | null> {
  const size = checkPicture(picture);
  if ('reason' in size) {
    await refuseSeal(em, row.id, size.reason);
    return size;
  }
  const at = making.clock.instant();
  const widthMm = row.width_mm ?? DEFAULT_WIDTH_MM;
  const heightMm = Math.round((widthMm * size.height) / size.width);
  const issuer = await organisationOf(em, row.issuer_id);
  const made = await makeSeal(
    { em, ...making },
    { number: row.number, name: row.name, issuerName: issuer?.name ?? row.name, picture, widthMm, heightMm },
  );
  const before = await activeSeal(em, row.issuer_id);
  if (before) {
    await endSeal(em, before.id, { state: 'replaced', by: row.created_by, at, reason: null });
    await queueWithdrawals(em, 'seal', [before.id], 'seal_replaced', at);
    await carryGrants(em, before.id, row.id, row.created_by, at);
    await endGrants(em, before.id, row.created_by, at);
  } else if (row.created_role !== 'vaccinator') {
    await addGrant(em, row.id, PLATFORM, row.created_by, at);
  }
  await activateSeal(em, row.id, picture, { widthMm, heightMm }, made, at);
  await queueSubmission(em, 'seal', row.id, at);
  await retryDocuments(em, [row.issuer_id], ['no_seal', 'seal_expired'], at);
  return null;
}

/** Of a round seal of a clinic. */
const DEFAULT_WIDTH_MM = 40;
