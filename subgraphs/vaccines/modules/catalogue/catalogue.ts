import { type Em, MiaobenError, type Orm, query } from '@miaoben/kernel';
import { loadSchedule, type Schedule } from '@miaoben/schedule';

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
}

/** Vaccines, products and the schedule in force: read once per process, for each request needs them. */
export interface Catalogue {
  readonly vaccines: ReadonlyMap<string, VaccineRow>;
  readonly products: ReadonlyMap<string, ProductRow>;
  /** codes the programme gives today */
  readonly programme: ReadonlySet<string>;
  readonly schedule: Schedule;
}

interface Stored {
  readonly vaccines: ReadonlyMap<string, VaccineRow>;
  readonly products: ReadonlyMap<string, ProductRow>;
  readonly document: unknown;
}

async function readStored(em: Em): Promise<Stored> {
  const [row] = await query<{ document: unknown; vaccines: VaccineRow[] | null; products: ProductRow[] | null }>(
    em,
    `select document,
       (select json_agg(json_build_object('code', code, 'name', name, 'majorCode', major_code, 'majorName', major_name)
          order by code) from vaccine) as vaccines,
       (select json_agg(json_build_object('id', id, 'vaccineCode', vaccine_code, 'genericName', generic_name,
          'brandName', brand_name, 'manufacturer', manufacturer, 'presentation', presentation,
          'doseVolumeMl', dose_volume_ml, 'dosesPerContainer', doses_per_container,
          'approvalNumber', approval_number, 'verification', verification) order by id) from product) as products
     from schedule_document`,
  );
  if (!row) throw new MiaobenError('UNAVAILABLE', { part: 'reference data' });
  return {
    document: row.document,
    vaccines: new Map((row.vaccines ?? []).map((v) => [v.code, v])),
    products: new Map((row.products ?? []).map((p) => [p.id, p])),
  };
}

const stored = new WeakMap<Orm, Promise<Stored>>();
const inForce = new WeakMap<Stored, { day: string; catalogue: Catalogue }>();

/**
 * The catalogue with the schedule version in force on a day. New reference data are seen by the next process.
 * @throws UNAVAILABLE while the reference data are not loaded
 */
export async function catalogueOn(orm: Orm, today: string): Promise<Catalogue> {
  let reading = stored.get(orm);
  if (!reading) {
    reading = readStored(orm.em.fork() as Em);
    stored.set(orm, reading);
    reading.catch(() => stored.delete(orm));
  }
  const data = await reading;
  const known = inForce.get(data);
  if (known?.day === today) return known.catalogue;
  const schedule = loadSchedule(data.document, { asOf: today });
  const { vaccines, products } = data;
  const programme = new Set(schedule.series.flatMap((s) => s.give));
  const catalogue: Catalogue = { vaccines, products, programme, schedule };
  inForce.set(data, { day: today, catalogue });
  return catalogue;
}

/** Forgets what was read, after reference data were written by this process. */
export function forgetCatalogue(orm: Orm): void {
  stored.delete(orm);
}
