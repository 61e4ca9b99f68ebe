import type { Schedule } from '@miaoben/schedule';
import type { ClinicRecordQuery } from '../../data/generated/clinic.ts';
import type { DoseEntry } from '../../offline/outbox-content.ts';
import { historyOf, subjectOf } from '../../offline/packs-engine.ts';
import { judgeDoses, planOf } from './judge.ts';
import type { DoseView, RecordView } from './view.ts';

type ServerPerson = NonNullable<ClinicRecordQuery['person']>;

/** The server's answer as it stands. */
export function recordOfServer(answer: ServerPerson, takenAt: number | null): RecordView {
  const { doses, plan, ...person } = answer;
  return {
    person,
    doses: doses.map(({ conflictsWith, ...dose }) => ({ ...dose, conflicts: conflictsWith.length, entry: null })),
    plan,
    takenAt,
    entry: null,
  };
}

/** The record with doses of this device that the server does not have yet, judged anew with them. */
export function withOwnDoses(
  record: RecordView,
  own: readonly DoseEntry[],
  schedule: Schedule,
  day: string,
  nameOf: (vaccine: string) => string,
): RecordView {
  if (own.length === 0) return record;
  const { person } = record;
  const subject = subjectOf({ ...person, residence: person.residence.code });
  const given = record.doses
    .filter(({ state }) => state === 'given')
    .map(({ id, date, vaccine }) => ({ id, date, vaccine: vaccine.code }));
  const mine = own.map(({ content: { input } }) => ({
    id: input.doseId,
    date: input.date,
    vaccine: input.vaccineCode,
  }));
  const history = historyOf([...given, ...mine]);
  const judged = judgeDoses(subject, history, schedule, day);
  const again = (dose: DoseView): DoseView => ({ ...dose, ...judged.get(dose.id) });
  return {
    ...record,
    doses: [...record.doses, ...own.map((entry) => viewOf(entry, nameOf))]
      .map((dose) => (dose.state === 'given' ? again(dose) : dose))
      .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)),
    plan: planOf(subject, history, schedule, day),
  };
}

function viewOf(entry: DoseEntry, nameOf: (vaccine: string) => string): DoseView {
  const { input } = entry.content;
  return {
    id: input.doseId,
    date: input.date,
    vaccine: { code: input.vaccineCode, name: nameOf(input.vaccineCode) },
    product: null,
    lotNumber: input.lotNumber ?? null,
    traceCode: input.traceCode ?? null,
    site: input.site ?? null,
    route: input.route ?? null,
    volumeMl: input.volumeMl ?? null,
    doseNumber: null,
    clinic: null,
    clinicName: input.clinicName ?? null,
    vaccinator: null,
    vaccinatorName: null,
    state: 'given',
    source: input.outside ? 'outside' : 'clinic',
    recordedAt: input.recordedAt ?? input.date,
    voidReason: null,
    overrideReason: input.overrideReason ?? null,
    reviewed: true,
    evaluations: [],
    observation: null,
    conflicts: 0,
    entry,
  };
}
