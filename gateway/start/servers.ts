import type { RunningSubgraph, SubgraphConfig } from '@miaoben/kernel';
import { definition as certificatesDefinition, start as startCertificates } from '@miaoben/certificates/server';
import { definition as identityDefinition, start as startIdentity } from '@miaoben/identity/server';
import { definition as peopleDefinition, start as startPeople } from '@miaoben/people/server';
import { definition as statisticsDefinition, start as startStatistics } from '@miaoben/statistics/server';
import { definition as vaccinesDefinition, start as startVaccines } from '@miaoben/vaccines/server';
import type { DatabaseDefinition } from '@miaoben/kernel';
import type { SubgraphName } from '@miaoben/schema';

/** The five subgraphs as the launcher sees them; only it may import them all. */
export const SERVERS: Record<SubgraphName, { database: DatabaseDefinition; start: (config: SubgraphConfig) => Promise<RunningSubgraph> }> = {
  identity: { database: identityDefinition.database, start: startIdentity },
  people: { database: peopleDefinition.database, start: startPeople },
  vaccines: { database: vaccinesDefinition.database, start: startVaccines },
  certificates: { database: certificatesDefinition.database, start: startCertificates },
  statistics: { database: statisticsDefinition.database, start: startStatistics },
};
