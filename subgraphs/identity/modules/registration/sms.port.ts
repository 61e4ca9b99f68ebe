import { MiaobenError, type SubgraphConfig } from '@miaoben/kernel';

/** zh-CN texts of short messages; `template` tells the provider which approved text it is. */
const TEXTS = {
  phone_code: (code: string) => `【苗本】验证码${code},5分钟内有效。请勿告诉他人。`,
};
export type SmsTemplate = keyof typeof TEXTS;

interface SmsMessage {
  to: string;
  text: string;
  /** which approved text it is */
  template: string;
}
/**
 * What the SMS service did with a message (README, "Counterparts"):
 * - `taken`: it will send it
 * - `refused`: it will not, however often it is asked, e.g. a number that is none
 * - `away`: it did not get it, or could not take it now: may be tried again
 * - `unanswered`: it may have got it; to send it again may tell somebody twice
 */
export type SmsOutcome = 'taken' | 'refused' | 'away' | 'unanswered';

/** Errors of a connection that never came about: nothing was sent. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function codeOf(error: unknown): string | undefined {
  const cause =
    error instanceof Error ? (error.cause as { code?: string; errors?: { code?: string }[] } | undefined) : undefined;
  return cause?.code ?? cause?.errors?.[0]?.code;
}

/** Hands a message to the SMS service. Never throws. */
export async function handOver(config: SubgraphConfig, message: SmsMessage): Promise<SmsOutcome> {
  if (!config.smsUrl) return 'away';
  try {
    const answer = await fetch(new URL('/messages', config.smsUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(5_000),
    });
    await answer.body?.cancel();
    if (answer.ok) return 'taken';
    return answer.status >= 500 || answer.status === 429 ? 'away' : 'refused';
  } catch (error) {
    return NOT_CONNECTED.has(codeOf(error) ?? '') ? 'away' : 'unanswered';
  }
}

/** Sends a text that its user waits for. @throws UNAVAILABLE when the service does not take it */
export async function sendSms(config: SubgraphConfig, to: string, template: SmsTemplate, value: string): Promise<void> {
  if ((await handOver(config, { to, text: TEXTS[template](value), template })) === 'taken') return;
  throw new MiaobenError('UNAVAILABLE', { part: 'sms' });
}
