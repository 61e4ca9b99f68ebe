import { maskDocumentNumber, maskPhone } from '@miaoben/identifiers';
import type { Schedule } from '@miaoben/schedule';
import type { DoseEntry, PersonEntry, PlainEntry } from '../../offline/outbox-content.ts';
import { isOpen } from '../../offline/outbox-journal.ts';
import { historyOf, subjectOf } from '../../offline/packs-engine.ts';
import type { PackCodes, PackDose, PackPerson } from '../../offline/packs-rows.ts';
import { judgeDoses, planOf } from './judge.ts';
import type { DoseView, PersonHead, RecordView } from './view.ts';

/** What of the journal a pack (or an answer) of that time does not hold yet. */
export function notYetIn<E extends PlainEntry>(entries: readonly E[], takenAt: number): E[] {
  return entries.filter((e) => isOpen(e) || (e.state === 'done' && e.settledAt !== null && e.settledAt > takenAt));
}

export const doseEntriesOf = (entries: readonly PlainEntry[], person: string): DoseEntry[] =>
  entries.filter((e): e is DoseEntry => e.kind === 'recordDose' && e.person === person);

export const personEntryOf = (entries: readonly PlainEntry[], person: string): PersonEntry | undefined =>
  entries.find((e): e is PersonEntry => e.kind === 'createPerson' && e.person === person);

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
export function dosesOnDevice(
  packed: readonly PackDose[],
  own: readonly DoseEntry[],
): (PackDose & { entry?: DoseEntry })[] {
  const mine = own.map((entry) => {
    const { input } = entry.content;
    return {
      id: input.doseId,
      date: input.date,
      vaccine: input.vaccineCode,
      ...(input.productId && { product: input.productId }),
      ...(input.lotNumber && { lot: input.lotNumber }),
      ...(input.site && { site: input.site }),
      ...(input.route && { route: input.route }),
      ...(input.clinicName && { clinicName: input.clinicName }),
      source: input.outside ? ('outside' as const) : ('clinic' as const),
      entry,
    };
  });
  const known = new Set(mine.map(({ id }) => id));
  return [...packed.filter(({ id }) => !known.has(id)), ...mine].sort((a, b) =>
    a.date < b.date ? -1 : a.date > b.date ? 1 : 0,
  );
}

interface DeviceFacts {
  person: PackPerson;
  entry: PersonEntry | undefined;
  doses: readonly (PackDose & { entry?: DoseEntry })[];
  codes: PackCodes;
  takenAt: number;
}

/** The record of a child from what this device holds, judged here as the server would. */
export function recordOnDevice(facts: DeviceFacts, schedule: Schedule, day: string): RecordView {
  const { person, entry, doses, codes, takenAt } = facts;
  const subject = subjectOf(person);
  const history = historyOf(doses);
  const judged = judgeDoses(subject, history, schedule, day);
  return {
    person: headOf(person, entry, codes),
    doses: doses.map((dose): DoseView => {
      const own = dose.entry?.content.input;
      const product = codes.products.find(({ id }) => id === dose.product);
      const verdict = judged.get(dose.id);
      return {
        id: dose.id,
        date: dose.date,
        vaccine: { code: dose.vaccine, name: nameOf(codes, dose.vaccine) },
        product: product
          ? { id: product.id, genericName: product.genericName, manufacturer: product.manufacturer }
          : null,
        lotNumber: dose.lot ?? null,
        traceCode: own?.traceCode ?? null,
        site: (dose.site as DoseView['site']) ?? null,
        route: (dose.route as DoseView['route']) ?? null,
        volumeMl: own?.volumeMl ?? null,
        doseNumber: verdict?.doseNumber ?? null,
        clinic: clinicOf(codes, dose),
        clinicName: dose.clinicName ?? null,
        vaccinator: null,
        vaccinatorName: null,
        state: 'given',
        source: dose.source,
        recordedAt: own?.recordedAt ?? dose.date,
        voidReason: null,
        overrideReason: own?.overrideReason ?? null,
        reviewed: !dose.toReview,
        evaluations: verdict?.evaluations ?? [],
        observation: null,
        conflicts: dose.toReview ? 1 : 0,
        entry: dose.entry ?? null,
      };
    }),
    plan: planOf(subject, history, schedule, day),
    takenAt,
    entry: entry ?? null,
  };
}

const nameOf = (codes: PackCodes, vaccine: string): string =>
  codes.vaccines.find(({ code }) => code === vaccine)?.name ?? vaccine;

function clinicOf(codes: PackCodes, dose: PackDose & { entry?: DoseEntry }): DoseView['clinic'] {
  const isOwn = codes.clinic !== null && (dose.clinic === codes.clinic.id || (dose.entry && dose.source === 'clinic'));
  return isOwn ? codes.clinic : null;
}

function headOf(person: PackPerson, entry: PersonEntry | undefined, codes: PackCodes): PersonHead {
  const number = entry?.content.input.documentNumber;
  return {
    id: person.id,
    name: person.name,
    sex: person.sex,
    birthDate: person.birthDate,
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
