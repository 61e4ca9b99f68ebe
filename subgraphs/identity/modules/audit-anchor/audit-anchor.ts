import { type AuditHead, type BackgroundWork, type Em, query, retried, type Services } from '@miaoben/kernel';
import { SUBGRAPHS, type SubgraphName } from '@miaoben/schema';

const MINUTE_MS = 60_000;

/** Writes down the head of each subgraph's audit chain; one that does not answer is taken in the next round. */
export async function anchorHeads({ orm, peers, log }: Pick<Services, 'orm' | 'peers' | 'log'>): Promise<void> {
  for (const name of SUBGRAPHS) {
    const head = await peers.auditHead(name).catch((error: unknown) => {
      log.warn({ subgraph: name, reason: (error as Error).message }, 'audit chain could not be anchored');
      return null;
    });
    if (!head) continue;
    await query(
      orm.em.fork() as Em,
      'insert into audit_anchor (subgraph, batch, hash) values ($1, $2, $3) on conflict do nothing',
      [name, head.batch, head.hash],
    );
  }
}

/** Anchors once a minute (design section 5). */
export function startAnchoring(services: Services): BackgroundWork {
  const anchor = retried(services.log, 'anchoring failed', () => anchorHeads(services));
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = anchor();
  }, MINUTE_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/** Every anchor of a subgraph, oldest first; for `audit-verify`. */
export const anchorsOf = (em: Em, subgraph: SubgraphName): Promise<AuditHead[]> =>
  query<AuditHead>(
    em,
    'select a.batch::text as batch, a.hash from audit_anchor a where a.subgraph = $1 order by a.batch',
    [subgraph],
  );
