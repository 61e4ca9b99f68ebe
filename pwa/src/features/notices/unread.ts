import { signal } from '@preact/signals';
import { client } from '../../data/client.ts';
import { UnreadNotices } from '../../data/generated/notices.ts';
import { SNAPSHOT } from '../../data/snapshot-exchange.ts';

/** Unread messages as last heard of; without a network, as the device remembers it. */
export const unread = signal(0);

export async function refreshUnread(): Promise<void> {
  const { data } = await client.query(UnreadNotices, {}, SNAPSHOT).toPromise();
  if (data) unread.value = data.unreadNotices;
}
