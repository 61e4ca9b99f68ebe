import { definition as certificatesDefinition, start as startCertificates } from '@miaoben/certificates/server';
import { definition as identityDefinition, start as startIdentity } from '@miaoben/identity/server';
import type { DatabaseDefinition, RunningSubgraph, SubgraphConfig } from '@miaoben/kernel';
import { definition as peopleDefinition, start as startPeople } from '@miaoben/people/server';
import type { SubgraphName } from '@miaoben/schema';
import { start as startStatistics, definition as statisticsDefinition } from '@miaoben/statistics/server';
import { start as startVaccines, definition as vaccinesDefinition } from '@miaoben/vaccines/server';

/** The five subgraphs as the launcher sees them; only it may import them all. */
export const SERVERS: Record<
  SubgraphName,
  { database: DatabaseDefinition; start: (config: SubgraphConfig) => Promise<RunningSubgraph> }
> = {
  identity: { database: identityDefinition.database, start: startIdentity },
  people: { database: peopleDefinition.database, start: startPeople },
  vaccines: { database: vaccinesDefinition.database, start: startVaccines },
  certificates: { database: certificatesDefinition.database, start: startCertificates },
  statistics: { database: statisticsDefinition.database, start: startStatistics },
};
