import { audit, type Ctx } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import DataLoader from 'dataloader';
import { type AefiLoaders, aefiLoaders } from './modules/aefi/aefi.loaders.ts';
import { lotId, parseLotId } from './modules/catalogue/catalogue.shape.ts';
import { catalogueOn } from './modules/catalogue/catalogue.ts';
import { findLots, type LotRow, servedVaccines } from './modules/catalogue/lot.repository.ts';
import { type ConsentRow, consentsOf } from './modules/consent/consent.repository.ts';
import { dosesOf } from './modules/dose/dose.repository.ts';
import { type DoseNoteRow, doseNotesOf } from './modules/dose-note/dose-note.repository.ts';
import type { DeclarationRow } from './modules/group-declaration/group-declaration.repository.ts';
import { shapeFact } from './modules/health/health-fact.repository.ts';
import type { HealthFact } from './modules/health/health-fact.type.ts';
import { type SaidOfHealth, saidOfHealth } from './modules/health/said-of-health.ts';
import { linksOf } from './modules/merge/merge.events.ts';
import type { RecordLink } from './modules/merge/merge.type.ts';
import { notGivenOf, shapeNotGiven } from './modules/not-given/not-given.repository.ts';
import type { NotGiven } from './modules/not-given/not-given.type.ts';
import { type ObservationRow, observationsOf } from './modules/observation/observation.repository.ts';
import { type PrintingRow, printingsOf } from './modules/paper/paper.repository.ts';
import { findSubjects } from './modules/person/subject.repository.ts';
import { familyScreenings, screeningsOfVisits } from './modules/visit/screening.repository.ts';
import type { Screening } from './modules/visit/screening.type.ts';
import { stepsOf, tracedVisits, visitsOfPersons } from './modules/visit/visit.repository.ts';
import { shapeScreening, shapeStep, shapeVisit } from './modules/visit/visit.shape.ts';
import type { Visit, VisitStep } from './modules/visit/visit.type.ts';
import { traceVisit } from './modules/visit/visit-trace.ts';
import type { TracedVisit } from './modules/visit/visit-trace.type.ts';
import { PersonRecord } from './record.ts';

export interface Loaders {
  aefi: AefiLoaders;
  /** by person id; null: out of reach or not there */
  record: DataLoader<string, PersonRecord | null>;
  /** by `personId/doseId` */
  observation: DataLoader<string, ObservationRow | null>;
  /** by lot id */
  lot: DataLoader<string, LotRow | null>;
  /** by person id, for persons the caller was given */
  healthFacts: DataLoader<string, HealthFact[]>;
  doseNotes: DataLoader<string, DoseNoteRow[]>;
  groupDeclarations: DataLoader<string, DeclarationRow[]>;
  notGiven: DataLoader<string, NotGiven[]>;
  printings: DataLoader<string, PrintingRow[]>;
  /** persons whom a list of this request gave out, read within the caller's reach and told to the audit */
  reached: Set<string>;
  /** by person id: those of today in the caller's clinic */
  visitsToday: DataLoader<string, Visit[]>;
  /** by person id: at most a hundred of each, the latest first */
  tracedVisits: DataLoader<string, TracedVisit[]>;
  familyScreening: DataLoader<string, Screening | null>;
  /** by person id */
  recordLink: DataLoader<string, RecordLink>;
  /** by visit id */
  visitSteps: DataLoader<string, VisitStep[]>;
  visitScreening: DataLoader<string, Screening | null>;
  /** the latest first */
  consents: DataLoader<string, ConsentRow[]>;
  /** by organisation: codes of vaccines it has a usable lot of */
  servedVaccines: DataLoader<string, ReadonlySet<string>>;
}
export type VaccinesCtx = Ctx<Loaders>;

type Base = Omit<Ctx, 'loaders'>;

/** Records of persons the caller may read. A person this subgraph has not heard of yet is asked for before the answer is "no". */
async function loadRecords(ctx: Base, ids: readonly string[]): Promise<(PersonRecord | null)[]> {
  const reach = reachOf(ctx.scopeOf('Query.dose'), ctx.claims);
  let subjects = await findSubjects(ctx.em, ids, reach);
  if (subjects.length < ids.length) {
    await ctx.consumer.drain('people');
    const known = new Set(subjects.map((s) => s.person_id));
    const missing = ids.filter((id) => !known.has(id));
    subjects = [...subjects, ...(await findSubjects(ctx.em, missing, reach))];
  }
  // A read of personal data is a line of the audit (design section 5).
  const read = subjects.map((s) => s.person_id);
  if (read.length > 0)
    await audit(ctx.em, ctx.claims, 'Person.doses', read.length === 1 ? read[0] : undefined, { persons: read });
  const doses = Map.groupBy(
    await dosesOf(
      ctx.em,
      subjects.map((s) => s.person_id),
    ),
    (d) => d.person_id,
  );
  const today = ctx.clock.today();
  const catalogue = await catalogueOn(ctx.orm, today);
  const records = new Map(
    subjects.map((s) => [s.person_id, new PersonRecord(s, doses.get(s.person_id) ?? [], catalogue, today)]),
  );
  return ids.map((id) => records.get(id) ?? null);
}

async function loadObservations(ctx: Base, keys: readonly string[]): Promise<(ObservationRow | null)[]> {
  const rows = await observationsOf(
    ctx.em,
    keys.map((key) => {
      const [personId = '', doseId = ''] = key.split('/');
      return { personId, doseId };
    }),
  );
  const found = new Map(rows.map((r) => [`${r.person_id}/${r.dose_id}`, r]));
  return keys.map((key) => found.get(key) ?? null);
}

async function loadLots(ctx: Base, ids: readonly string[]): Promise<(LotRow | null)[]> {
  const keys = ids.map(parseLotId).filter((k) => k !== null);
  const rows = await findLots(ctx.em, keys, ctx.claims.organisation);
  const found = new Map(rows.map((r) => [lotId(r.product_id, r.number), r]));
  return ids.map((id) => found.get(id) ?? null);
}

/** Visits on the path of one person. */
const MOST_TRACED = 100;

export function loaders(ctx: Base): Loaders {
  const health = new DataLoader<string, SaidOfHealth>((ids) => saidOfHealth(ctx.em, ids));
  const said = (ids: readonly string[]) => Promise.all(ids.map((id) => health.load(id)));
  return {
    aefi: aefiLoaders(ctx),
    reached: new Set(),
    record: new DataLoader((ids) => loadRecords(ctx, ids)),
    observation: new DataLoader((keys) => loadObservations(ctx, keys)),
    lot: new DataLoader((ids) => loadLots(ctx, ids)),
    healthFacts: new DataLoader(async (ids) => (await said(ids)).map(({ facts }) => facts.map(shapeFact))),
    doseNotes: new DataLoader(async (ids) => {
      const byPerson = Map.groupBy(await doseNotesOf(ctx.em, ids), (r) => r.person_id);
      return ids.map((id) => byPerson.get(id) ?? []);
    }),
    groupDeclarations: new DataLoader(async (ids) => (await said(ids)).map(({ declarations }) => declarations)),
    notGiven: new DataLoader(async (ids) => {
      const byPerson = Map.groupBy(await notGivenOf(ctx.em, ids), (r) => r.person_id);
      return ids.map((id) => (byPerson.get(id) ?? []).map(shapeNotGiven));
    }),
    printings: new DataLoader(async (ids) => {
      const byPerson = Map.groupBy(await printingsOf(ctx.em, ids), (r) => r.person_id);
      return ids.map((id) => byPerson.get(id) ?? []);
    }),
    visitsToday: new DataLoader(async (ids) => {
      const rows = await visitsOfPersons(ctx.em, ids, ctx.clock.today());
      const own = rows.filter((r) => r.organisation_id === ctx.claims.organisation);
      const byPerson = Map.groupBy(own, (r) => r.person_id);
      return ids.map((id) => (byPerson.get(id) ?? []).map(shapeVisit));
    }),
    tracedVisits: new DataLoader(async (ids) => {
      const rows = await tracedVisits(ctx.em, ids, MOST_TRACED);
      const steps = Map.groupBy(
        await stepsOf(
          ctx.em,
          rows.map((r) => r.id),
        ),
        (s) => s.visit_id,
      );
      const byPerson = Map.groupBy(rows, (r) => r.person_id);
      return ids.map((id) => (byPerson.get(id) ?? []).map((row) => traceVisit(row, steps.get(row.id) ?? [])));
    }),
    recordLink: new DataLoader(async (ids) => {
      const links = await linksOf(ctx.em, ids);
      return ids.map((id) => ({
        into: links.find((l) => l.merged_id === id)?.survivor_id ?? null,
        files: links.filter((l) => l.survivor_id === id).map((l) => l.merged_id),
      }));
    }),
    familyScreening: new DataLoader(async (ids) => {
      const rows = await familyScreenings(ctx.em, ids, ctx.clock.today());
      const byPerson = new Map(rows.map((r) => [r.person_id, shapeScreening(r)]));
      return ids.map((id) => byPerson.get(id) ?? null);
    }),
    visitSteps: new DataLoader(async (ids) => {
      const byVisit = Map.groupBy(await stepsOf(ctx.em, ids), (r) => r.visit_id);
      return ids.map((id) => (byVisit.get(id) ?? []).map(shapeStep));
    }),
    visitScreening: new DataLoader(async (ids) => {
      const byVisit = Map.groupBy(await screeningsOfVisits(ctx.em, ids), (r) => r.visit_id);
      return ids.map((id) => {
        const [latest] = byVisit.get(id) ?? [];
        return latest ? shapeScreening(latest) : null;
      });
    }),
    consents: new DataLoader(async (ids) => {
      const byPerson = Map.groupBy(await consentsOf(ctx.em, ids), (r) => r.person_id);
      return ids.map((id) => byPerson.get(id) ?? []);
    }),
    servedVaccines: new DataLoader(async (ids) => {
      const rows = await servedVaccines(ctx.em, ids, ctx.clock.today());
      const byClinic = Map.groupBy(rows, (r) => r.organisation_id);
      return ids.map((id) => new Set((byClinic.get(id) ?? []).map((r) => r.vaccine_code)));
    }),
  };
}
