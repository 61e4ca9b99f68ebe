import type { AefiSeed } from '@miaoben/vaccines/bulk';
import { toDay, toIso } from '../province/days.ts';
import type { Demo } from './demo.ts';

type Kind = Pick<AefiSeed, 'severity' | 'symptoms' | 'fever' | 'redness' | 'cause' | 'causeReason'> & {
  /** hours from the onset to the report: 48 are allowed */
  readonly reportedAfterH: number;
};
const mild = { severity: 'non_severe', fever: 'none', redness: 'none' } as const;
const common = { ...mild, cause: 'common_reaction', causeReason: '接种后一过性反应，自行恢复' } as const;

/** What cases of the demo are like, in turn: most are common reactions, a few need experts, one in six comes late. */
const KINDS: readonly Kind[] = [
  { ...common, symptoms: ['fever'], fever: 'low', reportedAfterH: 5 },
  { ...common, symptoms: ['redness'], redness: 'medium', reportedAfterH: 20 },
  { ...common, symptoms: ['fever', 'redness'], fever: 'medium', redness: 'small', reportedAfterH: 70 },
  {
    ...mild,
    symptoms: ['urticaria'],
    cause: 'abnormal_reaction',
    causeReason: '接种当日出现荨麻疹，过敏反应与接种有关',
    reportedAfterH: 8,
  },
  { ...common, symptoms: ['fever'], fever: 'high', reportedAfterH: 12 },
  {
    ...mild,
    severity: 'severe',
    symptoms: ['febrile_seizure', 'fever'],
    fever: 'high',
    cause: 'coincidental',
    causeReason: '上呼吸道感染引起的热性惊厥，与接种偶合',
    reportedAfterH: 3,
  },
];
const CASES = 24;
/** One dose in so many of the last year. */
const EVERY = 37;
const DAYS = 330;
const HOUR_MS = 3_600_000;

/** Suspected adverse events of the past year: closed ones of files that no story tells of. */
export function demoAdverseEvents(demo: Demo, today: string): AefiSeed[] {
  const clinics = new Map(demo.organisations.filter((o) => o.kind === 'clinic').map((o) => [o.code, o]));
  const named = new Set([
    ...demo.stories.flatMap((s) => s.persons.map((p) => p.id)),
    ...demo.pupils.flatMap((p) => p.person?.id ?? []),
  ]);
  const accountOf = (role: string) => demo.accounts.find((a) => a.role === role)?.id ?? '';
  const since = toIso(toDay(today) - DAYS);
  const until = toIso(toDay(today) - 14);
  const cases: AefiSeed[] = [];
  let seen = 0;
  for (const person of demo.persons) {
    if (named.has(person.id) || person.registrationState !== 'active') continue;
    for (const dose of person.doses) {
      const clinic = clinics.get(dose.clinicCode);
      if (!clinic || dose.date < since || dose.date > until) continue;
      seen += 1;
      if (seen % EVERY !== 0) continue;
      const { reportedAfterH, ...kind } = KINDS[cases.length % KINDS.length]!;
      const onsetAt = new Date(`${dose.date}T20:30:00+08:00`);
      const reportedAt = new Date(onsetAt.getTime() + reportedAfterH * HOUR_MS);
      cases.push({
        ...kind,
        personId: person.id,
        division: person.residenceDivision,
        dose: {
          id: dose.id,
          vaccine: dose.vaccine,
          productId: dose.productId,
          lotNumber: dose.lot,
          givenOn: dose.date,
        },
        clinicId: clinic.id,
        onsetAt,
        reportedAt,
        closedAt: new Date(reportedAt.getTime() + 120 * HOUR_MS),
        reporter: accountOf('vaccinator'),
        reviewer: accountOf('cdc'),
      });
      if (cases.length === CASES) return cases;
    }
  }
  return cases;
}
