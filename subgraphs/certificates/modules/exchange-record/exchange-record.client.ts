import { createHash } from 'node:crypto';
import type { ExchangeDose, ExchangeForecast, ExchangePerson, ExchangeRecord, VaccineRef } from '@miaoben/exchange';
import { type Em, MiaobenError, openIdentity, type Services } from '@miaoben/kernel';
import { cvxMappings } from '@miaoben/seeds/reference/vaccine-cvx';
import type { HolderRow } from '../holder/holder.repository.ts';
import { namesOf } from '../organisation/organisation.repository.ts';

interface ReadVaccine {
  code: string;
  name: string;
}
interface ReadDose {
  id: string;
  date: string;
  vaccine: ReadVaccine;
  product: { manufacturer: string; doseVolumeMl: number | null } | null;
  lot: { expiresOn: string } | null;
  lotNumber: string | null;
  clinic: { id: string } | null;
  clinicName: string | null;
  site: ExchangeDose['site'];
  route: ExchangeDose['route'];
  volumeMl: number | null;
  source: ExchangeDose['source'];
  evaluations: { series: string; doseNumber: number | null }[];
}
type ReadForecast = Omit<ExchangeForecast, 'series' | 'products'> & { seriesName: string; vaccines: ReadVaccine[] };
interface ReadPerson {
  doses: ReadDose[];
  plan: { asOf: string; series: ReadForecast[] };
}

const DOCUMENT = `query ExchangeRecord($who: [_Any!]!) {
  _entities(representations: $who) {
    ... on Person {
      doses {
        id date vaccine { code name } product { manufacturer doseVolumeMl } lot { expiresOn } lotNumber
        clinic { id } clinicName site route volumeMl source evaluations { series doseNumber }
      }
      plan { asOf series {
        seriesName status dose dosesNeeded earliest recommended overdueFrom latest vaccines { code name }
      } }
    }
  }
}`;

/** A code of CVX only where the reviewed mapping has one; none is guessed. */
const vaccineRef = ({ code, name }: ReadVaccine): VaccineRef => ({
  code,
  name,
  cvx: cvxMappings().get(code)?.cvx ?? null,
});

/** The amounts tell of a dose that was too small; what became of the lot the platform does not know here. */
const substandardOf = ({ volumeMl, product }: ReadDose): ExchangeDose['substandard'] =>
  volumeMl !== null && product?.doseVolumeMl && volumeMl < product.doseVolumeMl ? ['partial_dose'] : [];

/** A UUID of its own for a dose (RFC 9562, version 8): always the same, and nothing of the opaque id of the graph leaves the house. */
function uuidOf(id: string): string {
  const bytes = createHash('sha256').update(`dose\0${id}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

const doseOf = (d: ReadDose, clinics: ReadonlyMap<string, string>): ExchangeDose => ({
  id: uuidOf(d.id),
  date: d.date,
  vaccine: vaccineRef(d.vaccine),
  state: 'given',
  series: d.evaluations.flatMap((e) => (e.doseNumber === null ? [] : [{ name: e.series, dose: e.doseNumber }])),
  lotNumber: d.lotNumber,
  lotExpires: d.lot?.expiresOn ?? null,
  manufacturer: d.product?.manufacturer ?? null,
  performer: d.clinicName ?? (d.clinic && (clinics.get(d.clinic.id) ?? null)),
  site: d.site,
  route: d.route,
  volumeMl: d.volumeMl,
  source: d.source,
  substandard: substandardOf(d),
});

/** What of the person goes beside what the file says. */
type PersonDetails = Pick<ExchangePerson, 'latinName' | 'identifiers'>;

/**
 * The record of a holder as the exchange package takes it, from the holder's own copy and vaccines' doses and forecasts.
 * @throws UNAVAILABLE when vaccines does not answer
 */
export async function exchangeRecord(
  { peers, keyring }: Pick<Services, 'peers' | 'keyring'>,
  em: Em,
  holder: HolderRow,
  details: PersonDetails,
): Promise<ExchangeRecord> {
  const { _entities } = await peers.graph<{ _entities: (ReadPerson | null)[] }>('vaccines', 'exchange', DOCUMENT, {
    who: [{ __typename: 'Person', id: holder.person_id }],
  });
  const person = _entities[0];
  if (!person) throw new MiaobenError('UNAVAILABLE', { part: 'vaccines' });
  const clinics = await namesOf(em, [...new Set(person.doses.flatMap((d) => d.clinic?.id ?? []))]);
  return {
    person: {
      name: openIdentity(keyring, holder.sealed).name,
      birthDate: holder.birth_date,
      sex: holder.sex,
      ...details,
    },
    doses: person.doses.map((d) => doseOf(d, clinics)),
    forecasts: person.plan.series.map(({ seriesName, vaccines, ...f }) => ({
      ...f,
      series: seriesName,
      products: vaccines.map(vaccineRef),
    })),
    asOf: person.plan.asOf,
  };
}
