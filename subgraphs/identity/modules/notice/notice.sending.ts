import { type BackgroundWork, type Em, type Keyring, openNotice, publish, query, type Services } from '@miaoben/kernel';
import type { NoticeDelivered, NoticeKind } from '@miaoben/schema';
import { openPhone } from '../account/account.sealing.ts';
import { handOver, type SmsOutcome } from '../registration/sms.port.ts';
import { allowedAt, nextTry } from './notice.rules.ts';
import { smsText } from './notice.sentences.ts';
import { quietHours } from './notice.settings.ts';
import type { NoticeSmsFailure } from './notice.type.ts';

type Sender = Pick<Services, 'orm' | 'config' | 'keyring' | 'clock' | 'log'>;

/** Messages handed over at a time; a crash leaves no more than these uncertain. */
const AT_A_TIME = 8;
const ROUND_MS = 1_000;
/** Longer than the port waits for the service: whoever held the message is gone. */
const LEFT_BEHIND = '60 seconds';

interface Claimed {
  recipient_id: string;
  notice_id: string;
  attempts: number;
  kind: NoticeKind;
  sealed: string;
  phone_sealed: string | null;
}
/** How a try ended. */
type Ending =
  | { state: 'sent' | 'uncertain' }
  | { state: 'failed'; failure: `${NoticeSmsFailure}` }
  | { state: 'waiting'; nextAt: Date };

/** Messages that are due are this process's own from here on; committed before the first one goes out. */
const CLAIM = `
  with due as (
    select recipient_id, notice_id from notice_sms where state = 'waiting' and next_at <= $1
    order by next_at limit ${AT_A_TIME} for update skip locked
  ), taken as (
    update notice_sms s set state = 'sending', attempts = s.attempts + 1, claimed_at = now()
    from due where s.recipient_id = due.recipient_id and s.notice_id = due.notice_id
    returning s.recipient_id, s.notice_id, s.attempts
  )
  select t.*, n.kind, n.sealed, case when a.state = 'normal' then a.phone_sealed end as phone_sealed
  from taken t join notice n on n.recipient_id = t.recipient_id and n.id = t.notice_id
  left join account a on a.id = n.account_id`;

const phoneOf = (keyring: Keyring, message: Claimed): string | null =>
  message.phone_sealed ? openPhone(keyring, message.phone_sealed) : openNotice(keyring, message.sealed).phone;

function endingOf(outcome: SmsOutcome, attempts: number, now: Date): Ending {
  switch (outcome) {
    case 'taken':
      return { state: 'sent' };
    case 'unanswered':
      return { state: 'uncertain' };
    case 'refused':
      return { state: 'failed', failure: 'wrong_phone' };
    case 'away': {
      const nextAt = nextTry(attempts, now);
      return nextAt ? { state: 'waiting', nextAt } : { state: 'failed', failure: 'service_away' };
    }
  }
}

async function sendOne({ config, keyring, clock }: Sender, message: Claimed): Promise<Ending> {
  const phone = phoneOf(keyring, message);
  if (!phone) return { state: 'failed', failure: 'no_phone' };
  const text = smsText(message.kind, openNotice(keyring, message.sealed).params) ?? '';
  const outcome = await handOver(config, { to: phone, text, template: message.kind });
  return endingOf(outcome, message.attempts, clock.instant());
}

const EVENT_STATE = { sent: 'sms_sent', failed: 'failed', uncertain: 'sms_uncertain' } as const;

const deliveredEvent = (noticeId: string, state: keyof typeof EVENT_STATE, at: Date): NoticeDelivered => ({
  type: 'notice.delivered',
  noticeId,
  state: EVENT_STATE[state],
  at: at.toISOString(),
});

/** Stores how a try ended, and tells it where it is the end. */
async function store(sender: Sender, message: Claimed, ending: Ending): Promise<void> {
  const at = sender.clock.instant();
  const isEnd = ending.state !== 'waiting';
  await (sender.orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    await query(
      em,
      `update notice_sms set state = $3, next_at = coalesce($4, next_at), failure = $5, ended_at = $6, claimed_at = null
       where recipient_id = $1 and notice_id = $2 and state = 'sending'`,
      [
        message.recipient_id,
        message.notice_id,
        ending.state,
        ending.state === 'waiting' ? ending.nextAt : null,
        ending.state === 'failed' ? ending.failure : null,
        isEnd ? at : null,
      ],
    );
    if (ending.state !== 'waiting') await publish(em, [deliveredEvent(message.notice_id, ending.state, at)]);
  });
}

/**
 * Messages whose sender ended between handing over and storing the outcome. Whether the service took them nobody knows: they are
 * marked so and not sent again.
 */
async function giveUpLeftBehind({ orm, clock }: Sender): Promise<void> {
  await (orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    const rows = await query<{ notice_id: string }>(
      em,
      `update notice_sms set state = 'uncertain', ended_at = now(), claimed_at = null
       where state = 'sending' and claimed_at < now() - interval '${LEFT_BEHIND}' returning notice_id`,
    );
    await publish(
      em,
      rows.map((r) => deliveredEvent(r.notice_id, 'uncertain', clock.instant())),
    );
  });
}

/** What became due in the quiet hours, by a later try or a changed setting, waits for their end. */
async function isQuietNow(em: Em, now: Date): Promise<boolean> {
  return allowedAt(now, await quietHours(em)) > now;
}

/** Sends what is due. @returns how many were tried */
export async function sendDue(sender: Sender): Promise<number> {
  const now = sender.clock.instant();
  await giveUpLeftBehind(sender);
  if (await isQuietNow(sender.orm.em.fork() as Em, now)) return 0;
  const claimed = await query<Claimed>(sender.orm.em.fork() as Em, CLAIM, [now]);
  await Promise.all(claimed.map(async (message) => store(sender, message, await sendOne(sender, message))));
  return claimed.length;
}

/** Sends until it is stopped; a stop waits for the messages on their way. */
export function startSending(services: Services): BackgroundWork {
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;
  let timer: NodeJS.Timeout;
  const round = async () => {
    while (!isStopped && (await sendDue(services)) === AT_A_TIME);
  };
  const next = () => {
    timer = setTimeout(() => {
      running = round()
        .catch((error: unknown) => services.log.warn({ err: error }, 'short messages could not be sent'))
        .then(() => {
          if (!isStopped) next();
        });
    }, ROUND_MS);
  };
  next();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
