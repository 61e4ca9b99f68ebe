import { type BackgroundWork, type Em, MiaobenError, type Orm, query, type Services } from '@miaoben/kernel';
import type { Schedule } from '@miaoben/schedule';
import { loadContent } from '../schedule/schedule.document.ts';

export interface VaccineRow {
  code: string;
  name: string;
  majorCode: string;
  majorName: string;
}
export interface ProductRow {
  id: string;
  vaccineCode: string;
  genericName: string;
  brandName: string | null;
  manufacturer: string;
  presentation: string | null;
  doseVolumeMl: number | null;
  dosesPerContainer: number;
  approvalNumber: string | null;
  verification: string;
  /** how long an opened container of several doses may be used; null: until its day is over, or it holds one */
  openMinutes: number | null;
  openSource: string | null;
}

/** Vaccines, products and the schedule in force: read once per process, for each request needs them. */
export interface Catalogue {
  readonly vaccines: ReadonlyMap<string, VaccineRow>;
  readonly products: ReadonlyMap<string, ProductRow>;
  /** codes the programme gives today */
  readonly programme: ReadonlySet<string>;
  readonly schedule: Schedule;
  /** the active schedule document */
  readonly documentId: string;
}

interface Stored {
  readonly vaccines: ReadonlyMap<string, VaccineRow>;
  readonly products: ReadonlyMap<string, ProductRow>;
  readonly documentId: string;
  readonly document: unknown;
  readonly layers: unknown[];
  readonly byDay: Map<string, Catalogue>;
}

const ACTIVE = `schedule_document where active_from is not null order by active_from desc limit 1`;

async function readStored(em: Em): Promise<Stored> {
  const [row] = await query<{
    id: string;
    document: unknown;
    layers: unknown[];
    vaccines: VaccineRow[] | null;
    products: ProductRow[] | null;
  }>(
    em,
    `select id, document, layers,
       (select json_agg(json_build_object('code', code, 'name', name, 'majorCode', major_code, 'majorName', major_name)
          order by code) from vaccine) as vaccines,
       (select json_agg(json_build_object('id', id, 'vaccineCode', vaccine_code, 'genericName', generic_name,
          'brandName', brand_name, 'manufacturer', manufacturer, 'presentation', presentation,
          'doseVolumeMl', dose_volume_ml, 'dosesPerContainer', doses_per_container,
          'approvalNumber', approval_number, 'verification', verification, 'openMinutes', open_minutes,
          'openSource', open_source) order by id) from product) as products
     from ${ACTIVE}`,
  );
  if (!row) throw new MiaobenError('UNAVAILABLE', { part: 'reference data' });
  return {
    documentId: row.id,
    document: row.document,
    layers: row.layers,
    vaccines: new Map((row.vaccines ?? []).map((v) => [v.code, v])),
    products: new Map((row.products ?? []).map((p) => [p.id, p])),
    byDay: new Map(),
  };
}

const stored = new WeakMap<Orm, Promise<Stored>>();
/** Entry checks ask for days ahead; more than these at a time are not asked for. */
const DAYS_KEPT = 16;

/**
 * The catalogue with the schedule version in force on a day. What was read is kept until `watchCatalogue` sees another
 * document active.
 * @throws UNAVAILABLE while the reference data are not loaded
 */
export async function catalogueOn(orm: Orm, day: string): Promise<Catalogue> {
  let reading = stored.get(orm);
  if (!reading) {
    reading = readStored(orm.em.fork() as Em);
    stored.set(orm, reading);
    reading.catch(() => stored.delete(orm));
  }
  const data = await reading;
  const known = data.byDay.get(day);
  if (known) return known;
  const schedule = loadContent(data, { asOf: day });
  const { vaccines, products, documentId } = data;
  const programme = new Set(schedule.series.flatMap((s) => s.give));
  const catalogue: Catalogue = { vaccines, products, programme, schedule, documentId };
  if (data.byDay.size >= DAYS_KEPT) data.byDay.clear();
  data.byDay.set(day, catalogue);
  return catalogue;
}

/** Forgets what was read, after reference data were written by this process. */
export function forgetCatalogue(orm: Orm): void {
  stored.delete(orm);
}

const LOOK_MS = 1_000;

/** Looks each second whether another schedule document is active, so that every process judges by it without a restart. */
export function watchCatalogue({ orm, log }: Pick<Services, 'orm' | 'log'>): BackgroundWork {
  let looking = Promise.resolve();
  let busy = false;
  const look = async () => {
    const reading = stored.get(orm);
    if (!reading) return;
    try {
      const [row] = await query<{ id: string }>(orm.em.fork() as Em, `select id from ${ACTIVE}`);
      // Only what was read before the look: another reading may have begun meanwhile.
      if (row && row.id !== (await reading).documentId && stored.get(orm) === reading) forgetCatalogue(orm);
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'the active schedule could not be looked up');
    }
  };
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    looking = look().finally(() => {
      busy = false;
    });
  }, LOOK_MS);
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
