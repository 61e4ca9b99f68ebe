import { openIdentity, type Services } from '@miaoben/kernel';
import { accountNames } from '../account/account.names.ts';
import type { CertificateRow } from '../certificate/certificate.repository.ts';
import type { HolderRow } from '../holder/holder.repository.ts';
import type { OrganisationRow } from '../organisation/organisation.repository.ts';

/** A dose as the booklet shows it. */
export interface RecordDose {
  readonly id: string;
  readonly vaccineCode: string;
  readonly vaccine: string;
  /** number in its series; null when it counts for none */
  readonly doseNumber: number | null;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly site: string | null;
  readonly lot: string | null;
  readonly maker: string | null;
  readonly clinic: string | null;
  readonly vaccinator: string | null;
  /** first series of the programme the vaccine belongs to; null outside the programme */
  readonly series: string | null;
}

/** Everything the face of a certificate says, and nothing else. */
export interface CertificateRecord {
  readonly name: string;
  readonly sex: 'F' | 'M' | 'U';
  readonly birthDate: string;
  readonly documentType: string;
  readonly documentNumber: string;
  readonly guardians: readonly { readonly relation: string; readonly name: string }[];
  readonly number: string;
  readonly identifier: string;
  readonly issuer: { readonly name: string; readonly code: string };
  /** calendar dates in Shanghai */
  readonly issuedOn: string;
  readonly expiresOn: string;
  readonly scheduleVersion: string;
  readonly result: 1 | 2 | 4 | 5;
  readonly missing: readonly { readonly vaccine: string; readonly doses: number }[];
  /** text of the QR */
  readonly code: string;
  readonly doses: readonly RecordDose[];
}

interface GraphDose {
  id: string;
  date: string;
  vaccine: { code: string; name: string; series: string[] };
  doseNumber: number | null;
  site: string | null;
  lotNumber: string | null;
  product: { manufacturer: string } | null;
  clinic: { id: string } | null;
  clinicName: string | null;
  vaccinator: { id: string } | null;
  vaccinatorName: string | null;
}

const PURPOSE = 'certificate_file';
const DOSES = `query CertificateDoses($persons: [_Any!]!) {
  _entities(representations: $persons) { ... on Person { doses {
    id date doseNumber site lotNumber clinicName vaccinatorName
    vaccine { code name series } product { manufacturer } clinic { id } vaccinator { id }
  } } }
}`;
const MAJORS = 'query VaccineNames { vaccines { majorCode majorName } }';
const GUARDIANS = 'query CertificateGuardians($id: ID!) { person(id: $id) { guardians { relation name } } }';

type Asking = Pick<Services, 'peers' | 'keyring'>;

/** The doses of a person that stand, as vaccines has them now. @throws UNAVAILABLE */
export async function dosesOf({ peers }: Asking, personId: string): Promise<GraphDose[]> {
  const { _entities } = await peers.graph<{ _entities: ({ doses: GraphDose[] } | null)[] }>(
    'vaccines',
    PURPOSE,
    DOSES,
    {
      persons: [{ __typename: 'Person', id: personId }],
    },
  );
  return _entities[0]?.doses ?? [];
}

/** Two-digit major code → name. */
export async function majorNames({ peers }: Pick<Services, 'peers'>): Promise<Map<string, string>> {
  const { vaccines } = await peers.graph<{ vaccines: { majorCode: string; majorName: string }[] }>(
    'vaccines',
    PURPOSE,
    MAJORS,
    {},
  );
  return new Map(vaccines.map((v) => [v.majorCode, v.majorName]));
}

/** What stands in the certificates database of one certificate. */
export interface KnownParts {
  readonly certificate: CertificateRow;
  readonly holder: HolderRow;
  readonly issuer: OrganisationRow;
  /** names of clinics by id, as far as known */
  readonly clinics: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

const dayOf = (instant: string): string => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
const distinct = <T>(values: readonly (T | null | undefined)[]): T[] => [
  ...new Set(values.filter((v) => v !== null && v !== undefined)),
];

/** Collects the record through the graph of the services that own its parts. @throws UNAVAILABLE */
export async function collectRecord(services: Asking, known: KnownParts): Promise<CertificateRecord> {
  const { certificate, holder, issuer } = known;
  const doses = await dosesOf(services, holder.person_id);
  const { person } = await services.peers.graph<{
    person: { guardians: { relation: string; name: string }[] } | null;
  }>('people', PURPOSE, GUARDIANS, { id: holder.person_id });
  const names = certificate.missing.length > 0 ? await majorNames(services) : new Map<string, string>();
  const clinics = await known.clinics(distinct(doses.map((d) => d.clinic?.id)));
  const vaccinators = await accountNames(services, PURPOSE, distinct(doses.map((d) => d.vaccinator?.id)));
  const identity = openIdentity(services.keyring, holder.sealed);
  return {
    name: identity.name,
    sex: holder.sex,
    birthDate: holder.birth_date,
    documentType: identity.documentType,
    documentNumber: identity.documentNumber ?? '',
    guardians: person?.guardians ?? [],
    number: certificate.number,
    identifier: certificate.identifier,
    issuer: { name: issuer.name, code: issuer.code },
    issuedOn: dayOf(certificate.issued_at),
    expiresOn: dayOf(certificate.expires_at),
    scheduleVersion: certificate.schedule_version,
    result: certificate.result,
    missing: certificate.missing.map((m) => ({ vaccine: names.get(m.vaccine) ?? m.vaccine, doses: m.doses })),
    code: certificate.code,
    doses: doses.map((d) => ({
      id: d.id,
      vaccineCode: d.vaccine.code,
      vaccine: d.vaccine.name,
      doseNumber: d.doseNumber,
      date: d.date,
      site: d.site,
      lot: d.lotNumber,
      maker: d.product?.manufacturer ?? null,
      clinic: (d.clinic && clinics.get(d.clinic.id)) ?? d.clinicName,
      vaccinator: (d.vaccinator && vaccinators.get(d.vaccinator.id)) ?? d.vaccinatorName,
      series: d.vaccine.series[0] ?? null,
    })),
  };
}
