import { type Em, openNotice, publish, type Services, type Subscription } from '@miaoben/kernel';
import type { MiaobenEvent, NoticeDelivered, NoticeRequested } from '@miaoben/schema';
import { addUnread, insertNotice, insertSms, knownAccounts } from './notice.repository.ts';
import { allowedAt, type QuietHours } from './notice.rules.ts';
import { isNoticeKind, smsText } from './notice.sentences.ts';
import { quietHours } from './notice.settings.ts';

type Base = Pick<Services, 'keyring' | 'clock' | 'log'>;

/** Takes one notice over. @returns what became of it; nothing when it had been taken over before */
async function takeOne(
  em: Em,
  { keyring, clock, log }: Base,
  event: NoticeRequested,
  accounts: ReadonlySet<string>,
  quiet: QuietHours,
): Promise<NoticeDelivered[]> {
  const at = clock.instant();
  const told = (state: NoticeDelivered['state']): NoticeDelivered => ({
    type: 'notice.delivered',
    noticeId: event.noticeId,
    state,
    at: at.toISOString(),
  });
  if (!isNoticeKind(event.kind)) {
    log.warn({ notice: event.noticeId, kind: event.kind }, 'a notice of an unknown kind cannot be delivered');
    return [told('failed')];
  }
  const accountId = event.accountId !== null && accounts.has(event.accountId) ? event.accountId : null;
  const { phone, params } = openNotice(keyring, event.sealed);
  const bySms = smsText(event.kind, params) !== null && (accountId !== null || phone !== null);
  if (!(await insertNotice(em, event, accountId))) return [];
  if (bySms) await insertSms(em, event.noticeId, accountId ?? event.noticeId, allowedAt(at, quiet));
  if (accountId !== null) {
    await addUnread(em, accountId, 1);
    return [told('delivered')];
  }
  return bySms ? [] : [told('failed')];
}

/** Takes a batch over in the transaction of its cursor: each notice stands once in the inbox, and once among the messages to send. */
async function takeNotices(base: Base, events: readonly MiaobenEvent[], em: Em): Promise<void> {
  const requested = events.filter((e) => e.type === 'notice.requested');
  if (requested.length === 0) return;
  const ids = [...new Set(requested.flatMap((e) => e.accountId ?? []))].sort();
  const accounts = await knownAccounts(em, ids);
  const quiet = await quietHours(em);
  // In one order of accounts: batches of different sources raise the same numbers of unread ones.
  const inOrder = requested.toSorted((a, b) => ((a.accountId ?? '') < (b.accountId ?? '') ? -1 : 1));
  for (const event of inOrder) await publish(em, await takeOne(em, base, event, accounts, quiet));
}

/** Whoever asks for notices: identity stores and delivers them. */
export const noticeSubscriptions = (base: Base): Subscription[] =>
  (['people', 'vaccines', 'certificates'] as const).map((source) => ({
    source,
    types: ['notice.requested'],
    handle: (events, em) => takeNotices(base, events, em),
  }));
