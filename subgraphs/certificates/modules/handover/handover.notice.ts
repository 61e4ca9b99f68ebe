import { maskName } from '@miaoben/credential';
import { type Em, noticeRequested, openIdentity, publish, type Services } from '@miaoben/kernel';
import type { PersonMerged } from '@miaoben/schema';
import { boundAccounts } from '../certificate/certificate.event.ts';
import { findHolders } from '../holder/holder.repository.ts';
import type { HandoverRow } from './handover.repository.ts';
import { moveHandovers, noteToRenew } from './handover-renewal.repository.ts';

type Telling = Pick<Services, 'keyring' | 'clock'>;

/** Tells the school or unit that a family handed it a file. */
export async function tellRecipient(
  em: Em,
  telling: Telling,
  row: { id: string; person_id: string; organisation_id: string; open_until: string },
): Promise<void> {
  const [holder] = await findHolders(em, [row.person_id], { kind: 'all' });
  if (!holder) return;
  const name = maskName(openIdentity(telling.keyring, holder.sealed).name);
  const params = { name, date: row.open_until };
  await publish(em, [noticeRequested(telling, 'handover_received', { unit: row.organisation_id }, row.id, params)]);
}

/** Tells the family that the recipient has the file: once a hand-over, at its first opening. */
export async function tellOpened(em: Em, telling: Telling, row: HandoverRow): Promise<void> {
  const { accounts, names } = await boundAccounts(em, telling, [row.holder_id]);
  const params = { name: names.get(row.holder_id) ?? '', who: row.organisation_name ?? '' };
  const told = (accounts.get(row.holder_id) ?? []).map((accountId) =>
    noticeRequested(telling, 'handover_opened', { accountId }, row.holder_id, params),
  );
  await publish(em, told);
}

/** Tells families that what they handed over is no longer the file that stands, and who has none now: one notice a holder. */
export async function tellToRenew(em: Em, telling: Telling, holderIds: readonly string[]): Promise<void> {
  if (holderIds.length === 0) return;
  const moment = { today: telling.clock.today(), now: telling.clock.instant() };
  const rows = Map.groupBy(await noteToRenew(em, holderIds, moment), (row) => row.holder_id);
  if (rows.size === 0) return;
  const { accounts, names } = await boundAccounts(em, telling, [...rows.keys()]);
  const told = [...rows].flatMap(([holderId, own]) => {
    const who = [...new Set(own.map((row) => row.organisation_name))].sort().join('、');
    const params = { name: names.get(holderId) ?? '', who };
    return (accounts.get(holderId) ?? []).map((accountId) =>
      noticeRequested(telling, 'handover_to_renew', { accountId }, holderId, params),
    );
  });
  await publish(em, told);
}

/** Lets hand-overs follow merged files to who stands for the holder now. In the transaction of the event. */
export async function followMergedHolders(em: Em, telling: Telling, merges: readonly PersonMerged[]): Promise<void> {
  for (const merge of merges) await moveHandovers(em, merge);
  // The file of the survivor may stand already; else the family is told once it is sealed.
  await tellToRenew(em, telling, [...new Set(merges.map((m) => m.survivorId ?? m.personId))]);
}
