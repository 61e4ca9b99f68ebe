import type { SubgraphConfig } from '@miaoben/kernel';
import { z } from 'zod';

/** What the seal system behind the platform gave back for a sealing (签章回执). */
const Sealing = z.object({
  receipt: z.string().min(1).max(64),
  sealId: z.string().min(1).max(64),
  at: z.iso.datetime(),
  state: z.enum(['sealed', 'withdrawn']),
  withdrawnAt: z.iso.datetime().nullable(),
});
const Change = z.object({
  submissionId: z.uuid(),
  state: z.enum(['registered', 'suspended', 'cancelled']),
  at: z.iso.datetime(),
  reason: z.string().max(200).nullable(),
  sealing: Sealing.nullable(),
});
const Answer = z.object({ changes: z.array(Change).max(500), cursor: z.string().min(1).max(64), isMore: z.boolean() });
export type PlatformChange = z.infer<typeof Change>;
export type PlatformChanges = z.infer<typeof Answer>;

/**
 * What changed at the licence platform since a place in its log.
 * @throws when it does not answer, or not as agreed; sentences without personal data
 */
export async function readChanges(config: SubgraphConfig, after: string | null): Promise<PlatformChanges> {
  const address = new URL('/changes', config.licencePlatformUrl);
  if (after !== null) address.searchParams.set('after', after);
  const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  if (!answer?.ok) throw new Error(answer ? `status ${answer.status}` : 'no answer');
  const read = Answer.safeParse(await answer.json().catch(() => undefined));
  if (!read.success) throw new Error('answer not understood');
  return read.data;
}
