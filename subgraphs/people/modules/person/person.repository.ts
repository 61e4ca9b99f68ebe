import type { DocumentType } from '@miaoben/identifiers';
import { type Claims, type Em, type Keyring, type PageRequest, prepared, query } from '@miaoben/kernel';
import { Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import type { RegistrationState, Sex } from './person.enums.ts';
import type { GuardianFile, PersonFile } from './person.file.ts';
import { SEALED } from './person.stored.ts';
import type { Pinyin } from './pinyin.ts';

export interface PersonRow {
  id: string;
  name: string;
  name_key: string;
  pinyin: string;
  initials: string;
  sex: `${Sex}`;
  birth_date: string;
  document_type: DocumentType;
  document_sealed: string | null;
  document_blind: string | null;
  identity_sealed: string | null;
  birth_order: number | null;
  phone_sealed: string | null;
  ethnicity: string | null;
  residence: string;
  address_sealed: string | null;
  managing_org_id: string;
  registration_state: `${RegistrationState}`;
  end_reason: PersonFile['endReason'];
  ended_on: string | null;
  end_note_sealed: string | null;
  died_on: string | null;
  state_before: PersonFile['stateBefore'];
  deleted_on: string | null;
  marital_status: PersonFile['maritalStatus'];
  person_type: PersonFile['personType'];
  household_type: PersonFile['householdType'];
  registered_division: string | null;
  birth_hospital_sealed: string | null;
  birth_certificate_sealed: string | null;
  emergency_name_sealed: string | null;
  emergency_phone_sealed: string | null;
  conditions: string[];
  birth_weight_g: number | null;
  barcode: string;
  version: number;
  updated_at: string;
  /** the case of another province it was made of */
  visitor: { province: string; provinceName: string; takenAt: string } | null;
}
export interface GuardianRow {
  person_id: string;
  ordinal: number;
  relation: GuardianFile['relation'];
  name: string;
  name_key: string;
  document_sealed: string | null;
  phone_sealed: string | null;
  phone_blind: string | null;
  /** file of the household it was picked from */
  member_id: string | null;
  /** the merged file it came from */
  origin_person: string | null;
}

export const PERSON_COLUMNS = `p.id, p.name, p.name_key, p.pinyin, p.initials, p.sex, p.birth_date, p.document_type, p.document_sealed,
  p.document_blind, p.identity_sealed, p.birth_order, p.phone_sealed, p.ethnicity, p.residence, p.address_sealed, p.managing_org_id, p.registration_state,
  p.end_reason, p.ended_on, p.end_note_sealed, p.died_on, p.state_before, p.deleted_on, p.marital_status, p.person_type,
  p.household_type, p.registered_division, p.birth_hospital_sealed, p.birth_certificate_sealed, p.emergency_name_sealed,
  p.emergency_phone_sealed, p.conditions, p.birth_weight_g, p.barcode, p.version, p.updated_at,
  (select jsonb_build_object('province', c.province, 'provinceName', c.province_name, 'takenAt', c.taken_at)
   from visitor_case c where c.person_id = p.id order by c.taken_at limit 1) visitor`;
export const COLUMNS_OF_P = { person: 'p.id', division: 'p.residence' };

/**
 * Reach for single files: the area, and the files the own clinic manages although the child lives elsewhere.
 * Lists go by the area alone.
 */
export interface SingleReach {
  reach: Reach;
  organisation: string | undefined;
}
export const singleReach = (reach: Reach, claims: Claims): SingleReach => ({
  reach,
  organisation: reach.kind === 'area' && claims.role === 'vaccinator' ? claims.organisation : undefined,
});
function within({ reach, organisation }: SingleReach, parameters: Parameters): string {
  const area = withinReach(COLUMNS_OF_P, reach, parameters);
  // A deleted file is nobody's to read but those who may bring it back (J-02).
  if (reach.kind === 'bound') return `${area} and p.deleted_on is null`;
  return organisation ? `(${area} or p.managing_org_id = ${parameters.add(organisation)})` : area;
}

export async function findPersons(em: Em, ids: readonly string[], scope: SingleReach): Promise<PersonRow[]> {
  const p = new Parameters();
  return query<PersonRow>(
    em,
    `select ${PERSON_COLUMNS} from person p where p.id = any(${p.add(ids)}::uuid[]) and ${within(scope, p)}`,
    p.values,
  );
}

/** The row locked for a change. */
export async function lockPerson(em: Em, id: string, scope: SingleReach): Promise<PersonRow | undefined> {
  const p = new Parameters();
  const rows = await query<PersonRow>(
    em,
    `select ${PERSON_COLUMNS} from person p where p.id = ${p.add(id)} and ${within(scope, p)} for update`,
    p.values,
  );
  return rows[0];
}

/**
 * The file a barcode leads to, as an array: its own, or the one that stands for it now when it was merged, over any number of merges.
 * Booklets and phones keep the old code (H-01).
 */
export const standingOf = (barcode: string): string => `array(
  with recursive led (id) as (
    select b.id from person b where b.barcode = ${barcode}
    union select l.survivor_id from led join person_link l on l.merged_id = led.id and l.undone_at is null)
  select led.id from led
  where not exists (select 1 from person_link l where l.merged_id = led.id and l.undone_at is null))`;

/** Files with one of the documents, the identity code (now or before), the barcode or the phone (own or a guardian's); live ones first, with an index for each. */
export async function findByNumbers(
  em: Em,
  numbers: {
    blinds: readonly string[];
    identity: { blind: string; order: number } | null;
    barcode: string | null;
    phone: string | null;
  },
  scope: SingleReach,
): Promise<PersonRow[]> {
  const p = new Parameters();
  const { blinds, identity, barcode, phone } = numbers;
  const live = "p.registration_state <> 'cancelled'";
  const cancelled = "p.registration_state = 'cancelled'";
  // Only what was given: each condition more is planned anew with each search.
  const ways: string[] = [];
  for (const blind of blinds) {
    // Each of its own: what `any` of a list finds is guessed too high for one plan to be kept.
    const document = `p.document_blind = ${p.add(blind)}`;
    ways.push(`${document} and ${live}`, `${document} and ${cancelled}`);
  }
  if (identity) {
    const [blind, order] = [p.add(identity.blind), p.add(identity.order)];
    const code = `p.identity_blind = ${blind} and p.identity_order = ${order}::int`;
    ways.push(`${code} and ${live}`, `${code} and ${cancelled}`);
    ways.push(`p.id = any(array(select f.person_id from former_identity f
      where f.identity_blind = ${blind} and f.identity_order = ${order}::int))`);
  }
  if (barcode !== null) ways.push(`p.id = any(${standingOf(p.add(barcode))})`);
  if (phone !== null) {
    const own = p.add(phone);
    ways.push(`p.phone_blind = ${own}`);
    ways.push(`p.id = any(array(select g.person_id from guardian g where g.phone_blind = ${own}))`);
  }
  if (ways.length === 0) return [];
  return query<PersonRow>(
    em,
    prepared(`select ${PERSON_COLUMNS} from person p
     where (${ways.join(' or ')}) and p.deleted_on is null and ${within(scope, p)}
     order by ${cancelled}, p.id limit 20`),
    p.values,
  );
}

/** `prefix` ends where its last character is replaced by the highest one: a range an index of collation C answers. */
const rangeEnd = (prefix: string): string => `${prefix}\u{10FFFF}`;

export type NameTerm = { nameKey: string } | { whole: string } | { letters: string } | { sounds: readonly Pinyin[] };

/**
 * What a term asks of a row.
 * @param county the one that is searched, with each range: then each has an index, and a rare name is not looked for in all of it
 */
function nameMatch(term: NameTerm, p: Parameters, county: string | undefined): string {
  const place = county === undefined ? '' : `p.county = ${p.add(county)} and `;
  const range = (column: string, prefix: string) =>
    `(${place}p.${column} >= ${p.add(prefix)} and p.${column} < ${p.add(rangeEnd(prefix))})`;
  if ('whole' in term) return `${place}p.name_key = ${p.add(term.whole)}`;
  if ('nameKey' in term) return range('name_key', term.nameKey);
  if ('letters' in term)
    return `(${range('initials', term.letters)} or ${range('pinyin', term.letters)} or ${range('name_key', term.letters)})`;
  const initials = [...new Set(term.sounds.map((s) => s.initials))];
  return `${place}p.initials = any(${p.add(initials)}) and p.pinyin = any(${p.add(term.sounds.map((s) => s.full))})`;
}

/** Files whose name begins like the text, or whose pinyin or initials do, or that sound like it: by name, birth date, id. */
export async function searchByName(
  em: Em,
  term: NameTerm,
  birthDate: string | null,
  reach: Reach,
  page: PageRequest,
): Promise<PersonRow[]> {
  const p = new Parameters();
  const born = birthDate === null ? '' : ` and p.birth_date = ${p.add(birthDate)}::date`;
  const counties = reach.kind === 'area' ? new Set(reach.divisions.map((d) => d.slice(0, 6))) : new Set<string>();
  const [county] = counties;
  // One county, the usual case.
  const match = nameMatch(term, p, counties.size === 1 && county?.length === 6 ? county : undefined);
  const after = page.key
    ? `and (p.name_key, p.birth_date, p.id) > (${p.add(page.key[0])}, ${p.add(page.key[1])}::date, ${p.add(page.key[2])}::uuid)`
    : '';
  return query<PersonRow>(
    em,
    `select ${PERSON_COLUMNS} from person p where ${match}${born} and p.deleted_on is null and ${withinReach(COLUMNS_OF_P, reach, p)} ${after}
     order by p.name_key, p.birth_date, p.id limit ${p.add(page.limit)}`,
    p.values,
  );
}

export async function guardiansOf(em: Em, ids: readonly string[]): Promise<GuardianRow[]> {
  return query<GuardianRow>(
    em,
    `select person_id, ordinal, relation, name, name_key, document_sealed, phone_sealed, phone_blind, member_id, origin_person
     from guardian where person_id = any($1::uuid[]) order by person_id, ordinal`,
    [ids],
  );
}

/** The mother's number of a file whose code is made of it (J-01). */
export async function mothersOf(
  em: Em,
  keyring: Keyring,
  { id, documentNumber, documentType }: PersonFile,
): Promise<Pick<GuardianFile, 'relation' | 'documentNumber'>[]> {
  if (documentNumber !== null && documentType !== 'BIRTH_CERTIFICATE') return [];
  return (await guardiansOf(em, [id]))
    .filter((g) => g.relation === 'mother' && g.document_sealed !== null)
    .map((g) => ({
      relation: g.relation,
      documentNumber: openOrNull(keyring, g.document_sealed, SEALED.guardianDocument),
    }));
}

const openOrNull = (keyring: Keyring, sealed: string | null, context: string): string | null =>
  sealed === null ? null : keyring.open(sealed, context);

/** A stored guardian in plain text. */
export const openGuardian = (keyring: Keyring, row: GuardianRow): GuardianFile => ({
  relation: row.relation,
  name: row.name,
  documentNumber: openOrNull(keyring, row.document_sealed, SEALED.guardianDocument),
  phone: openOrNull(keyring, row.phone_sealed, SEALED.guardianPhone),
});

/** A stored file in plain text, for a change and its event. Guardians are left out. */
export function openFile(keyring: Keyring, row: PersonRow): PersonFile {
  return {
    id: row.id,
    name: row.name,
    sex: row.sex,
    birthDate: row.birth_date,
    documentType: row.document_type,
    documentNumber: openOrNull(keyring, row.document_sealed, SEALED.document),
    birthOrder: row.birth_order,
    identityCode: openOrNull(keyring, row.identity_sealed, SEALED.identity),
    phone: openOrNull(keyring, row.phone_sealed, SEALED.phone),
    ethnicity: row.ethnicity,
    residence: row.residence,
    residenceAddress: openOrNull(keyring, row.address_sealed, SEALED.address),
    managingOrgId: row.managing_org_id,
    registrationState: row.registration_state,
    endReason: row.end_reason,
    endedOn: row.ended_on,
    endNote: openOrNull(keyring, row.end_note_sealed, SEALED.endNote),
    diedOn: row.died_on,
    stateBefore: row.state_before,
    deletedOn: row.deleted_on,
    maritalStatus: row.marital_status,
    personType: row.person_type,
    householdType: row.household_type,
    registeredDivision: row.registered_division,
    birthHospital: openOrNull(keyring, row.birth_hospital_sealed, SEALED.birthHospital),
    birthCertificate: openOrNull(keyring, row.birth_certificate_sealed, SEALED.birthCertificate),
    emergencyName: openOrNull(keyring, row.emergency_name_sealed, SEALED.emergencyName),
    emergencyPhone: openOrNull(keyring, row.emergency_phone_sealed, SEALED.emergencyPhone),
    conditions: row.conditions,
    birthWeightG: row.birth_weight_g,
    guardians: [],
    barcode: row.barcode,
  };
}
