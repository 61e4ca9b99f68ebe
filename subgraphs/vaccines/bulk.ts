/** Fast paths for seeds and transfers: plain rows in, rows and events out, one transaction a call. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { audit, change, type Em, newId, type Orm, publish } from '@miaoben/kernel';
import type { PersonChanged } from '@miaoben/schema';
import { lotId } from './modules/catalogue/catalogue.shape.ts';
import { catalogueOn, forgetCatalogue, type ProductRow, type VaccineRow } from './modules/catalogue/catalogue.ts';
import { findLots } from './modules/catalogue/lot.repository.ts';
import { doseChanged } from './modules/dose/dose.events.ts';
import { type DoseRow, type DoseSource, dosesOf, insertDoseRows } from './modules/dose/dose.repository.ts';
import { outcomesOf, storeOutcomes } from './modules/due/recompute.ts';
import { factCode } from './modules/health/fact-codes.ts';
import { type HealthFactRow, insertHealthFact, toldFacts } from './modules/health/health-fact.repository.ts';
import { putNotGiven } from './modules/not-given/not-given.repository.ts';
import { NOT_GIVEN_REASONS } from './modules/not-given/not-given.type.ts';
import { applyPersons } from './modules/person/person.events.ts';
import { lockSubjects, type SubjectRow, storeFacts } from './modules/person/subject.repository.ts';
import { takeRelease } from './modules/schedule/schedule.service.ts';
import { putForms } from './modules/visit/screening.repository.ts';

export { refreshAll } from './jobs/refresh-forecasts.ts';
export { type AefiSeed, insertAdverseEvents } from './modules/aefi/aefi.seed.ts';

export interface Reference {
  /** the schedule document (nip-schedule.json) */
  schedule: unknown;
  /** versions of the health inquiry (screening-questions.json) */
  screening?: readonly { version: string; effectiveFrom: string; note: string; questions: readonly unknown[] }[];
  /** what provinces lay on it */
  layers?: readonly unknown[];
  vaccines: readonly VaccineRow[];
  /** those of a national code */
  products: readonly ProductRow[];
}
export interface LotSeed {
  productId: string;
  number: string;
  expiresOn: string;
}
export interface StockSeed {
  organisationId: string;
  productId: string;
  lotNumber: string;
  doses: number;
}
export interface DoseSeed {
  /** UUIDv7 */
  doseId: string;
  personId: string;
  birthDate: string;
  /** township of residence, nine digits */
  division: string;
  date: string;
  vaccine: string;
  productId: string | null;
  lotNumber: string | null;
  traceCode: string | null;
  /** names of the schema's enums InjectionSite and Route */
  site: string | null;
  route: string | null;
  volumeMl: number | null;
  clinicId: string | null;
  clinicName: string | null;
  vaccinatorId: string | null;
  vaccinatorName: string | null;
  source: DoseSource;
  recordedBy: string;
  recordedAt: Date;
  /** why it was given against the engine's advice */
  overrideReason?: string | null;
}
/** What clinics enter of a person besides doses. */
export interface EntrySeeds {
  /** codes of the closed list of health facts */
  facts: readonly { personId: string; code: string; date: string; until?: string }[];
  /** names of the enum NotGivenReason */
  notGiven: readonly {
    personId: string;
    birthDate: string;
    series: string;
    dose: number;
    reason: string;
    note: string | null;
  }[];
}

/** Whom the audit line of a batch names. */
const WRITER = { account: 'service:vaccines', role: 'service' } as const;

const column = <T, K extends keyof T>(rows: readonly T[], key: K): T[K][] => rows.map((r) => r[key]);

/** Takes over the release's schedule and writes or replaces vaccines and products; may run at every start. */
export async function seedReference(orm: Orm, reference: Reference): Promise<void> {
  const { schedule, screening, layers, vaccines, products } = reference;
  await (orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    await takeRelease(em, { document: schedule, layers: layers ?? [] });
    await putForms(em, screening ?? []);
    await change(
      em,
      `insert into vaccine (code, name, major_code, major_name)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
       on conflict (code) do update set name = excluded.name, major_code = excluded.major_code,
         major_name = excluded.major_name`,
      [
        column(vaccines, 'code'),
        column(vaccines, 'name'),
        column(vaccines, 'majorCode'),
        column(vaccines, 'majorName'),
      ],
    );
    await change(
      em,
      `insert into product (id, vaccine_code, generic_name, brand_name, manufacturer, presentation, dose_volume_ml,
         doses_per_container, approval_number, verification, open_minutes, open_source)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::real[],
         $8::int[], $9::text[], $10::text[], $11::int[], $12::text[])
       on conflict (id) do update set vaccine_code = excluded.vaccine_code, generic_name = excluded.generic_name,
         brand_name = excluded.brand_name, manufacturer = excluded.manufacturer, presentation = excluded.presentation,
         dose_volume_ml = excluded.dose_volume_ml, doses_per_container = excluded.doses_per_container,
         approval_number = excluded.approval_number, verification = excluded.verification,
         open_minutes = excluded.open_minutes, open_source = excluded.open_source`,
      [
        column(products, 'id'),
        column(products, 'vaccineCode'),
        column(products, 'genericName'),
        column(products, 'brandName'),
        column(products, 'manufacturer'),
        column(products, 'presentation'),
        column(products, 'doseVolumeMl'),
        column(products, 'dosesPerContainer'),
        column(products, 'approvalNumber'),
        column(products, 'verification'),
        column(products, 'openMinutes'),
        column(products, 'openSource'),
      ],
    );
  });
  forgetCatalogue(orm);
}

/** Adds lots; known ones stay as they are. */
export async function insertLots(em: Em, lots: readonly LotSeed[]): Promise<void> {
  await change(
    em,
    `insert into lot (product_id, number, expires_on) select * from unnest($1::text[], $2::text[], $3::date[])
     on conflict do nothing`,
    [column(lots, 'productId'), column(lots, 'number'), column(lots, 'expiresOn')],
  );
}

/** Adds what organisations have of lots; known balances stay as they are. */
export async function insertStock(em: Em, stock: readonly StockSeed[]): Promise<void> {
  await change(
    em,
    `insert into stock_on_hand (organisation_id, product_id, lot_number, doses_on_hand)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::int[]) on conflict do nothing`,
    [column(stock, 'organisationId'), column(stock, 'productId'), column(stock, 'lotNumber'), column(stock, 'doses')],
  );
}

/**
 * Writes the copies of persons ahead of their events, which then find nothing to do. What follows from the records is
 * calculated by `insertDoses`, and by `refreshAll` for persons without doses.
 */
export async function insertSubjects(em: Em, persons: readonly PersonChanged[]): Promise<void> {
  await applyPersons(em, persons);
}

/**
 * Adds health facts and reasons of not given for known persons, ahead of `insertDoses` and `refreshAll`, which calculate what
 * follows. Throws for a code that is not on the list.
 */
export async function insertEntries(em: Em, { facts, notGiven }: EntrySeeds): Promise<void> {
  const byPerson = Map.groupBy(facts, (f) => f.personId);
  for (const [personId, own] of byPerson) {
    const rows = own.map(({ code, date, until }): HealthFactRow => {
      const known = factCode(code);
      if (!known) throw new Error(`${code} is no health fact`);
      const recorded = { recorded_at: `${date}T02:00:00Z`, withdrawn: false };
      return { person_id: personId, fact_id: newId(), kind: known.kind, code, date, until: until ?? null, ...recorded };
    });
    for (const row of rows) await insertHealthFact(em, row, row.person_id, 'seed');
    await storeFacts(em, personId, toldFacts(rows));
  }
  for (const { personId, birthDate, series, dose, reason, note } of notGiven) {
    const known = NOT_GIVEN_REASONS.find((r) => r === reason);
    if (!known) throw new Error(`${reason} is no reason of not given`);
    const recorded = { recorded_at: `${birthDate}T04:00:00Z`, beside_dose: false };
    const row = { person_id: personId, id: newId(), series, dose, reason: known, note, ...recorded };
    await putNotGiven(em, row, personId, 'seed');
  }
}

/** Last days of use of the registered ones among the lots of rows, by lot id. */
async function expiries(em: Em, seeds: readonly DoseSeed[]): Promise<Map<string, string>> {
  const keys = new Map(
    seeds.flatMap(({ productId, lotNumber }) =>
      productId && lotNumber ? [[lotId(productId, lotNumber), { productId, number: lotNumber }] as const] : [],
    ),
  );
  const lots = await findLots(em, [...keys.values()], undefined);
  return new Map(lots.map((l) => [lotId(l.product_id, l.number), l.expires_on]));
}

const toRow = (seed: DoseSeed, lots: ReadonlyMap<string, string>): DoseRow => ({
  person_id: seed.personId,
  birth_date: seed.birthDate,
  dose_id: seed.doseId,
  division: seed.division,
  given_on: seed.date,
  vaccine: seed.vaccine,
  product_id: seed.productId,
  lot_number: seed.lotNumber,
  trace_code: seed.traceCode,
  vial_id: null,
  vial_doubt: null,
  site: seed.site,
  route: seed.route,
  volume_ml: seed.volumeMl,
  clinic_id: seed.clinicId,
  clinic_name: seed.clinicName,
  vaccinator_id: seed.vaccinatorId,
  vaccinator_name: seed.vaccinatorName,
  state: 'given',
  void_reason: null,
  source: seed.source,
  override_reason: seed.overrideReason ?? null,
  reviewed: true,
  took_stock: false,
  visit_id: null,
  point: null,
  recorded_by: seed.recordedBy,
  command_id: null,
  recorded_at: seed.recordedAt.toISOString(),
  lot_expires_on: lots.get(lotId(seed.productId ?? '', seed.lotNumber ?? '')) ?? null,
  lot_is_void: false,
  origin_person: null,
});

/** Refuses a batch of which a row would lie where nobody looks for it: an unknown person, another birth date, a day before birth. */
function checkSeeds(seeds: readonly DoseSeed[], subjects: readonly SubjectRow[]): void {
  const births = new Map(subjects.map((s) => [s.person_id, s.birth_date]));
  for (const { doseId, personId, birthDate, date } of seeds) {
    if (!births.has(personId)) throw new Error(`dose ${doseId} is of a person who is not known`);
    if (births.get(personId) !== birthDate) throw new Error(`dose ${doseId} has not the birth date of its person`);
    if (date < birthDate) throw new Error(`dose ${doseId} is dated before the birth of its person`);
  }
}

/**
 * Writes doses of known persons, what follows from them, the events of both and one audit line: 500 to 1,000 rows a call, all doses
 * of a person in one call.
 * @param today day for which due items are calculated
 * @throws where a row does not go with its person; then nothing of the batch is written
 */
export async function insertDoses(orm: Orm, seeds: readonly DoseSeed[], today: string): Promise<void> {
  if (seeds.length === 0) return;
  const catalogue = await catalogueOn(orm, today);
  const persons = [...new Set(seeds.map((s) => s.personId))];
  await (orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    const subjects = await lockSubjects(em, persons);
    checkSeeds(seeds, subjects);
    const lots = await expiries(em, seeds);
    const rows = seeds.map((s) => toRow(s, lots));
    const byPerson = Map.groupBy([...(await dosesOf(em, persons)), ...rows], (d) => d.person_id);
    const records = subjects.map((subject) => ({ subject, doses: byPerson.get(subject.person_id) ?? [] }));
    // The engine judges while the database writes. Both are waited for before either's error goes on: a rollback must not meet the insert.
    const [written, judged] = await Promise.allSettled([
      insertDoseRows(em, rows),
      // A turn later: until then the statement has not left this process.
      nextTurn().then(() => outcomesOf(catalogue, records, today)),
    ]);
    if (written.status === 'rejected') throw written.reason;
    if (judged.status === 'rejected') throw judged.reason;
    const coverage = await storeOutcomes(em, catalogue, judged.value, today);
    await publish(em, [...rows.map(doseChanged), ...coverage]);
    await audit(em, WRITER, 'insertDoses', undefined, { doses: rows.length, persons: persons.length });
  });
}
