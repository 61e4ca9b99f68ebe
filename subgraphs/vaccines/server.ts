import {
  type BackgroundWork,
  type RunningSubgraph,
  type Services,
  type SubgraphConfig,
  type SubgraphDefinition,
  startSubgraph,
} from '@miaoben/kernel';
import { refreshForecasts } from './jobs/refresh-forecasts.ts';
import { type Loaders, loaders, type VaccinesCtx } from './loaders.ts';
import { maskPersonName, nothing } from './masks.ts';
import { VaccinesTables } from './migrations/20261121100000-vaccines-tables.ts';
import { CoverageVersion } from './migrations/20261121120000-coverage-version.ts';
import { CatalogueResolver } from './modules/catalogue/catalogue.resolver.ts';
import { shapeLot, shapeVaccine } from './modules/catalogue/catalogue.shape.ts';
import { catalogueOn } from './modules/catalogue/catalogue.ts';
import { DoseResolver, loadDose } from './modules/dose/dose.resolver.ts';
import { DueResolver } from './modules/due/due.resolver.ts';
import { EntryResolver } from './modules/entry/entry.resolver.ts';
import { DoseImportResolver } from './modules/import/dose-import.resolver.ts';
import { doseDesk } from './modules/import/dose-import.ts';
import { ClinicSetting, Observation } from './modules/observation/observation.entity.ts';
import { ObservationResolver } from './modules/observation/observation.resolver.ts';
import { PackResolver } from './modules/pack/pack.resolver.ts';
import { peopleSubscription } from './modules/person/person.events.ts';
import { loadPerson, PersonResolver } from './modules/person/person.resolver.ts';

interface Reference {
  id: string;
}

async function loadVaccine({ code }: { code: string }, ctx: VaccinesCtx) {
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  return catalogue.vaccines.has(code) ? shapeVaccine(catalogue, code) : null;
}

async function loadLot({ id }: Reference, ctx: VaccinesCtx) {
  const row = await ctx.loaders.lot.load(id);
  return row && shapeLot(await catalogueOn(ctx.orm, ctx.clock.today()), row);
}

async function background(services: Services): Promise<BackgroundWork> {
  const works = [await doseDesk.attach(services), await refreshForecasts(services)];
  return {
    async stop() {
      for (const work of works) await work.stop();
    },
  };
}

export const definition: SubgraphDefinition<Loaders> = {
  name: 'vaccines',
  schema: {
    resolvers: [
      CatalogueResolver,
      PersonResolver,
      DoseResolver,
      DueResolver,
      ObservationResolver,
      EntryResolver,
      PackResolver,
      DoseImportResolver,
    ],
    references: {
      Person: ({ id }: Reference, ctx: VaccinesCtx) => loadPerson(ctx, id),
      Dose: ({ id }: Reference, ctx: VaccinesCtx) => loadDose(ctx, id),
      Vaccine: loadVaccine,
      Lot: loadLot,
    },
  },
  database: { entities: [ClinicSetting, Observation], migrations: [VaccinesTables, CoverageVersion] },
  masks: {
    'Dose.vaccinatorName': maskPersonName,
    'Dose.voidReason': nothing,
    'Dose.overrideReason': nothing,
  },
  loaders,
  subscriptions: (services) => [peopleSubscription(services)],
  background,
};

export const start = (config: SubgraphConfig): Promise<RunningSubgraph> => startSubgraph(definition, config);
