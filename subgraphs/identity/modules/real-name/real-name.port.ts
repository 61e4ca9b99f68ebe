import type { SubgraphConfig } from '@miaoben/kernel';
import * as v from 'valibot';

const Answer = v.object({
  result: v.picklist(['passed', 'failed', 'manual']),
  provider: v.pipe(v.string(), v.maxLength(100)),
});
export type RealNameAnswer = v.InferOutput<typeof Answer>;

/** Only what the check needs leaves the house. @returns a sentence without personal data when there is no answer of use */
export async function askRealName(
  config: SubgraphConfig,
  person: { name: string; documentNumber: string },
): Promise<RealNameAnswer | { failure: string }> {
  try {
    const answer = await fetch(new URL('/checks', config.realNameUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(person),
      signal: AbortSignal.timeout(5_000),
    });
    if (!answer.ok) return { failure: `status ${answer.status}` };
    return v.parse(Answer, await answer.json());
  } catch (error) {
    return { failure: v.isValiError(error) ? 'answer not understood' : 'no answer' };
  }
}
