import { type Em, openNotice, publish, type Services, type Subscription } from '@miaoben/kernel';
import type { MiaobenEvent, NoticeDelivered, NoticeRequested } from '@miaoben/schema';
import { blindDocument } from '../account/account.sealing.ts';
import {
  accountsOfDocuments,
  addUnread,
  deskAccounts,
  insertNotice,
  insertSms,
  knownAccounts,
  unitAccounts,
} from './notice.repository.ts';
import { allowedAt, type QuietHours } from './notice.rules.ts';
import { isNoticeKind, smsText } from './notice.sentences.ts';
import { quietHours } from './notice.settings.ts';

type Base = Pick<Services, 'keyring' | 'clock' | 'log'>;

/** Takes one notice over. @returns what became of it; nothing when it had been taken over before */
async function takeOne(
  em: Em,
  { keyring, clock, log }: Base,
  event: NoticeRequested,
  accountId: string | null,
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

/** Colleagues at one desk, or of one unit, who are told of the same thing. */
const MOST_AT_A_DESK = 50;

/** The accounts each notice is for: the one it names, that of the document, or those of the desk or unit it names; null where there is none. */
async function recipients(em: Em, { keyring }: Base, events: readonly NoticeRequested[]) {
  const named = new Map(
    events
      .filter((event) => event.accountId === null)
      .map((event) => [event.noticeId, openNotice(keyring, event.sealed)]),
  );
  const blinds = new Map(
    [...named].flatMap(([id, { document }]) =>
      document ? [[id, blindDocument(keyring, document.type, document.number)] as const] : [],
    ),
  );
  const known = await knownAccounts(em, [...new Set(events.flatMap((e) => e.accountId ?? []))].sort());
  const holders = await accountsOfDocuments(em, [...new Set(blinds.values())]);
  const desks = new Map<string, string[]>();
  for (const division of new Set([...named.values()].flatMap(({ desk }) => desk ?? [])))
    desks.set(division, await deskAccounts(em, division, MOST_AT_A_DESK));
  const units = new Map<string, string[]>();
  for (const unit of new Set([...named.values()].flatMap((content) => content.unit ?? [])))
    units.set(unit, await unitAccounts(em, unit, MOST_AT_A_DESK));
  return ({ accountId, noticeId }: NoticeRequested): (string | null)[] => {
    if (accountId !== null) return [known.has(accountId) ? accountId : null];
    const { desk = '', unit = '' } = named.get(noticeId) ?? {};
    const staff = desks.get(desk) ?? units.get(unit) ?? [];
    return staff.length > 0 ? staff : [holders.get(blinds.get(noticeId) ?? '') ?? null];
  };
}

/** Takes a batch over in the transaction of its cursor: each notice stands once in the inbox, and once among the messages to send. */
async function takeNotices(base: Base, events: readonly MiaobenEvent[], em: Em): Promise<void> {
  const requested = events.filter((e) => e.type === 'notice.requested');
  if (requested.length === 0) return;
  const accountsOf = await recipients(em, base, requested);
  const quiet = await quietHours(em);
  // In one order of accounts: batches of different sources raise the same numbers of unread ones.
  const inOrder = requested
    .flatMap((event) => accountsOf(event).map((account) => ({ event, account })))
    .toSorted((a, b) => ((a.account ?? '') < (b.account ?? '') ? -1 : 1));
  for (const { event, account } of inOrder) await publish(em, await takeOne(em, base, event, account, quiet));
}

/** Whoever asks for notices: identity stores and delivers them. */
export const noticeSubscriptions = (base: Base): Subscription[] =>
  (['people', 'vaccines', 'certificates'] as const).map((source) => ({
    source,
    types: ['notice.requested'],
    handle: (events, em) => takeNotices(base, events, em),
  }));
