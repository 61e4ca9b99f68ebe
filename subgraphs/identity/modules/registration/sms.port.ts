import { MiaobenError, type SubgraphConfig } from '@miaoben/kernel';

/** zh-CN texts of short messages; `template` tells the provider which approved text it is. */
const TEXTS = {
  phone_code: (code: string) => `【苗本】验证码${code},5分钟内有效。请勿告诉他人。`,
};
export type SmsTemplate = keyof typeof TEXTS;

/** Hands a message to the SMS service (README, "Counterparts"). @throws UNAVAILABLE when it does not take it */
export async function sendSms(config: SubgraphConfig, to: string, template: SmsTemplate, value: string): Promise<void> {
  try {
    const answer = await fetch(new URL('/messages', config.smsUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to, text: TEXTS[template](value), template }),
      signal: AbortSignal.timeout(5_000),
    });
    await answer.body?.cancel();
    if (answer.ok) return;
  } catch {
    // No address, no answer, no connection: for the caller it is the same.
  }
  throw new MiaobenError('UNAVAILABLE', { part: 'sms' });
}
