import {
  type Ctx,
  type RunningSubgraph,
  type SubgraphConfig,
  type SubgraphDefinition,
  startSubgraph,
} from '@miaoben/kernel';
import { CoverageTables } from './migrations/coverage.ts';
import { DosesVersion } from './migrations/doses-version.ts';
import { ScheduleCopy } from './migrations/schedule.ts';
import { serveExports } from './modules/coverage/coverage.export.ts';
import { takeOver } from './modules/coverage/coverage.ingest.ts';
import { coverageReportLoader } from './modules/coverage/coverage.loader.ts';
import { startMerging } from './modules/coverage/coverage.merge.ts';
import { CoverageResolver, type Loaders } from './modules/coverage/coverage.resolver.ts';
import { followSchedule, scheduleSubscription } from './modules/coverage/coverage.schedule.ts';
import { Person } from './modules/coverage/coverage.type.ts';

/** Coverage figures, fed by the events of people and vaccines. */
export const definition: SubgraphDefinition<Loaders> = {
  name: 'statistics',
  schema: {
    resolvers: [CoverageResolver],
    orphanedTypes: [Person],
    references: {
      CoverageReport: ({ id }: { id: string }, ctx: Ctx<Loaders>) => ctx.loaders.report.load(id),
    },
  },
  database: { entities: [], migrations: [CoverageTables, DosesVersion, ScheduleCopy] },
  masks: {},
  loaders: (ctx) => ({ report: coverageReportLoader(ctx) }),
  subscriptions: () => [
    { source: 'people', types: ['person.changed'], handle: takeOver },
    { source: 'vaccines', types: ['coverage.changed'], handle: takeOver },
    scheduleSubscription,
  ],
  background: async (services) => {
    serveExports(services);
    const works = [startMerging(services.orm, services.log), await followSchedule(services)];
    return {
      async stop() {
        for (const work of works) await work.stop();
      },
    };
  },
};

export const start = (config: SubgraphConfig): Promise<RunningSubgraph> => startSubgraph(definition, config);
