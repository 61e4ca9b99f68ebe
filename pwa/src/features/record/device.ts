import { maskDocumentNumber, maskPhone } from '@miaoben/identifiers';
import type { DeclaredGroup } from '@miaoben/schedule';
import type { SignedConsent } from '@miaoben/schedule/consent';
import type { DoseEntry, PersonEntry } from '../../offline/outbox-content.ts';
import type { PackCodes, PackDose, PackFact, PackNotGiven, PackPerson } from '../../offline/packs-rows.ts';
import { codeOfInput } from '../people-search/new-person.ts';
import type { OwnEntries } from './own-entries.ts';
import { withOwn } from './own-views.ts';
import type { DoseView, PersonHead, UnjudgedRecord } from './view.ts';

/** A file made here and not on the server yet, in the shape of a pack. */
export function packPersonOf({ content: { input }, person }: PersonEntry): PackPerson {
  return {
    id: person,
    name: input.name,
    initials: '',
    pinyin: '',
    sex: input.sex,
    birthDate: input.birthDate,
    barcode: '',
    residence: input.residence,
    guardians: input.guardians.map((g) => ({
      relation: g.relation,
      name: g.name,
      ...(g.phone && { phone: maskPhone(g.phone) }),
    })),
    conditions: input.conditions,
    ...(input.birthWeightG != null && { birthWeightG: input.birthWeightG }),
    registrationState: 'active',
    managingOrg: '',
    version: 0,
  };
}

/** The doses of a child as this device knows them: those of the pack and its own, each once, by date. */
export function dosesOnDevice(packed: readonly PackDose[], own: readonly DoseEntry[]): PackDose[] {
  const mine = own.map(
    ({ content: { input } }): PackDose => ({
      id: input.doseId,
      date: input.date,
      vaccine: input.vaccineCode,
      source: input.outside ? 'outside' : 'clinic',
    }),
  );
  const known = new Set(mine.map(({ id }) => id));
  return [...packed.filter(({ id }) => !known.has(id)), ...mine].sort((a, b) =>
    a.date < b.date ? -1 : a.date > b.date ? 1 : 0,
  );
}

interface DeviceFacts {
  person: PackPerson;
  entry: PersonEntry | undefined;
  doses: readonly PackDose[];
  facts: readonly PackFact[];
  declared: readonly DeclaredGroup[];
  notGiven: readonly PackNotGiven[];
  consents: readonly SignedConsent[];
  own: OwnEntries;
  codes: PackCodes;
  takenAt: number;
}

/** The record of a child from what this device holds, its own entries included; the engine has to judge it yet. */
export function recordOnDevice(facts: DeviceFacts): UnjudgedRecord {
  const { person, entry, doses, codes, takenAt } = facts;
  const packed: UnjudgedRecord = {
    person: headOf(person, entry, codes),
    doses: doses.map((dose) => doseOfPack(dose, codes)),
    healthFacts: facts.facts.map((fact, i) => ({
      id: `pack-${i}`,
      code: fact.code,
      date: fact.date,
      until: fact.until ?? null,
      withdrawn: false,
      entry: null,
    })),
    declared: facts.declared,
    notGiven: facts.notGiven.map((one) => ({ ...one, note: null, entry: null })),
    consents: facts.consents.map((one) => ({ ...one, entry: null })),
    takenAt,
    entry: entry ?? null,
  };
  return withOwn(packed, facts.own, codes);
}

function doseOfPack(dose: PackDose, codes: PackCodes): DoseView {
  const product = codes.products.find(({ id }) => id === dose.product);
  return {
    id: dose.id,
    date: dose.date,
    vaccine: {
      code: dose.vaccine,
      name: codes.vaccines.find(({ code }) => code === dose.vaccine)?.name ?? dose.vaccine,
    },
    product: product
      ? {
          id: product.id,
          genericName: product.genericName,
          manufacturer: product.manufacturer,
          doseVolumeMl: product.doseVolumeMl,
        }
      : null,
    lotNumber: dose.lot ?? null,
    traceCode: null,
    site: (dose.site as DoseView['site']) ?? null,
    route: (dose.route as DoseView['route']) ?? null,
    volumeMl: null,
    doseNumber: null,
    clinic: codes.clinic !== null && dose.clinic === codes.clinic.id ? codes.clinic : null,
    clinicName: dose.clinicName ?? null,
    point: null,
    vaccinator: null,
    vaccinatorName: null,
    state: 'given',
    source: dose.source,
    recordedAt: dose.date,
    voidReason: null,
    overrideReason: null,
    reviewed: !dose.toReview,
    evaluations: [],
    conflicts: dose.toReview ? 1 : 0,
    lotExpires: dose.lotExpires ?? null,
    isPartial: dose.partial === true,
    isRecalled: dose.recalled === true,
    entry: null,
  };
}

function headOf(person: PackPerson, entry: PersonEntry | undefined, codes: PackCodes): PersonHead {
  const number = entry?.content.input.documentNumber;
  const code = entry && codeOfInput(entry.content.input);
  return {
    id: person.id,
    name: person.name,
    sex: person.sex,
    birthDate: person.birthDate,
    gaps: [],
    visitor: null,
    identityCode: code ? maskDocumentNumber(code) : null,
    documentNumber: number ? maskDocumentNumber(number) : null,
    barcode: person.barcode,
    registrationState: person.registrationState,
    residence: {
      code: person.residence,
      name: codes.townships.find(({ code }) => code === person.residence)?.name ?? person.residence,
    },
    guardians: person.guardians.map(({ relation, name, phone }) => ({ relation, name, phone: phone ?? null })),
    conditions: [...person.conditions],
    birthWeightG: person.birthWeightG ?? null,
    managingClinic:
      codes.clinic && (person.managingOrg === codes.clinic.id || entry)
        ? codes.clinic
        : { id: person.managingOrg, name: '' },
  };
}
