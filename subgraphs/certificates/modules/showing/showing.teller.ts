import { type BackgroundWork, type Em, publish, type Services } from '@miaoben/kernel';
import { takeUntold } from './trace.repository.ts';

const EVERY_MS = 1_000;
const AT_ONCE = 500;

/**
 * Publishes `credential.used` for what was shown, after the answer: an answer that found nothing must not be told by one statement less
 * (certificates note, attack 24).
 */
export function tellUses({ orm, log }: Services): BackgroundWork & { tell(): Promise<number> } {
  let running: Promise<unknown> = Promise.resolve();
  const tell = (): Promise<number> =>
    (orm.em.fork() as Em).transactional(async (inner) => {
      const em = inner as Em;
      const uses = await takeUntold(em, AT_ONCE);
      await publish(
        em,
        uses.map((use) => ({
          type: 'credential.used' as const,
          useId: use.id,
          licenceType: use.slug,
          certificateId: use.credential_id,
          birthDate: null,
          use: use.kind === 'verify' ? ('verified' as const) : ('shown' as const),
          organisationId: use.organisation_id,
          system: use.account_id,
          divisionCode: null,
          at: new Date(use.at).toISOString(),
        })),
      );
      return uses.length;
    });
  const timer = setInterval(() => {
    running = tell().catch((error: Error) => log.warn({ error: error.name }, 'uses of licences could not be told'));
  }, EVERY_MS);
  return {
    tell,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
