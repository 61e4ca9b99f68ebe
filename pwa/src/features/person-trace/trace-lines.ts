import type { TraceChecksQuery, TraceFileQuery, TraceVisitsQuery } from '../../data/generated/person-file.ts';
import { t as aefi } from '../../i18n/aefi.ts';
import { t as checks } from '../../i18n/checks.ts';
import { t as blocks, isKnownAct } from '../../i18n/file-blocks.ts';
import { t as school } from '../../i18n/school.ts';
import { t } from '../../i18n/trace.ts';

export const TRACE_KINDS = [
  'file',
  'move',
  'visit',
  'consent',
  'dose',
  'observation',
  'reaction',
  'certificate',
  'check',
] as const;
export type TraceKind = (typeof TRACE_KINDS)[number];

/** One stop on the path of a person. */
export interface TraceLine {
  key: string;
  kind: TraceKind;
  /** when, for the order */
  at: number;
  /** an instant, or a calendar date where only the day is known */
  shown: string;
  what: string;
  where: string;
  who: string;
}

/** What each subgraph told; a part that has not answered is missing. */
export interface TraceParts {
  file?: NonNullable<TraceFileQuery['person']> | null | undefined;
  visits?: NonNullable<TraceVisitsQuery['person']> | null | undefined;
  checks?: NonNullable<TraceChecksQuery['person']> | null | undefined;
}

type Line = Omit<TraceLine, 'at'>;

/** The start of a day in China, where a source knows the day alone. */
const instantOf = (shown: string): number => Date.parse(shown.length === 10 ? `${shown}T00:00:00+08:00` : shown);
const joined = (...parts: readonly (string | null | undefined | false)[]): string => parts.filter(Boolean).join(' · ');

/** The whole path in order of time, the first stop first. */
export function traceLines({ file, visits, checks: checked }: TraceParts): TraceLine[] {
  const lines: Line[] = [
    ...(file ? fileLines(file) : []),
    ...(visits ? visitLines(visits) : []),
    ...(visits ? doseLines(visits) : []),
    ...(checked ? checkLines(checked) : []),
  ];
  return lines.map((line) => ({ ...line, at: instantOf(line.shown) })).sort((a, b) => a.at - b.at);
}

function fileLines({ operations, moves }: NonNullable<TraceParts['file']>): Line[] {
  const end = (unit: { name: string } | null | undefined, { code }: { code: string }) => unit?.name ?? code;
  return [
    ...operations.map(
      ({ id, at, operation, by }): Line => ({
        key: `file ${id}`,
        kind: 'file',
        shown: at,
        what: isKnownAct(operation) ? blocks(`act.${operation}`) : operation,
        where: '',
        who: by.displayName ?? '',
      }),
    ),
    ...moves.map(
      (m): Line => ({
        key: `move ${m.id}`,
        kind: 'move',
        shown: m.startedAt,
        what: t('move', {
          direction: blocks(`direction.${m.direction}`),
          from: end(m.fromUnit, m.fromDivision),
          to: end(m.toUnit, m.toDivision),
          state: blocks(`state.${m.state}`),
        }),
        where: '',
        who: '',
      }),
    ),
  ];
}

function visitLines({ tracedVisits, consents, adverseEvents }: NonNullable<TraceParts['visits']>): Line[] {
  return [
    ...tracedVisits.flatMap((v): Line[] => {
      const where = joined(v.clinic.name, v.point, v.isTemporary && t('point.temporary'));
      const at = { kind: 'visit', where } as const;
      return [
        {
          ...at,
          key: `visit ${v.id}`,
          shown: v.openedAt,
          what: t('visit.registered'),
          who: v.openedBy.displayName ?? '',
        },
        ...v.steps.map((step) => ({
          ...at,
          key: `step ${v.id} ${step.kind} ${step.at}`,
          shown: step.at,
          what: t(`step.${step.kind}`),
          who: step.by.displayName ?? '',
        })),
      ];
    }),
    ...consents.flatMap(({ id, decision, signedAt, withdrawnAt, vaccine, clinic }): Line[] => {
      const line = { kind: 'consent', where: clinic?.name ?? '', who: '' } as const;
      const names = { vaccine: vaccine.name };
      return [
        { ...line, key: `consent ${id}`, shown: signedAt, what: t(`consent.${decision}`, names) },
        ...(withdrawnAt
          ? [{ ...line, key: `withdrawn ${id}`, shown: withdrawnAt, what: t('consent.withdrawn', names) }]
          : []),
      ];
    }),
    ...adverseEvents.map(
      ({ id, number, state, reportedAt, onsetAt }): Line => ({
        key: `reaction ${id}`,
        kind: 'reaction',
        // A suspicion that nobody reported yet has the time it began.
        shown: reportedAt ?? onsetAt,
        what: t('reaction', { number: number ?? '–', state: aefi(`state.${state}`) }),
        where: '',
        who: '',
      }),
    ),
  ];
}

/** The observation begins with the dose, by the clock of the device; the server may have heard of it later. */
const givenAt = (recordedAt: string, watchedFrom: string | undefined): string =>
  watchedFrom && instantOf(watchedFrom) < instantOf(recordedAt) ? watchedFrom : recordedAt;

function doseLines({ doses }: NonNullable<TraceParts['visits']>): Line[] {
  return doses.flatMap((dose): Line[] => {
    const { id, date, recordedAt, vaccine, doseNumber, observation } = dose;
    const where = joined(dose.clinic?.name ?? dose.clinicName, dose.point);
    const who = dose.vaccinator?.displayName ?? dose.vaccinatorName ?? '';
    // Entered on its day it has a time; one of before has the day alone.
    const isOfDay = new Date(instantOf(recordedAt) + 8 * 3_600_000).toISOString().startsWith(date);
    const watched = { kind: 'observation', where, who: '' } as const;
    const name = { vaccine: vaccine.name };
    return [
      {
        key: `dose ${id}`,
        kind: 'dose',
        shown: isOfDay ? givenAt(recordedAt, observation?.startedAt) : date,
        what: joined(
          doseNumber === null ? vaccine.name : t('dose.numbered', { ...name, number: doseNumber }),
          dose.lotNumber && t('dose.lot', { lot: dose.lotNumber }),
          dose.traceCode && t('dose.trace', { code: dose.traceCode }),
          dose.state === 'voided' && t('dose.voided'),
        ),
        where,
        who,
      },
      ...(observation
        ? [{ ...watched, key: `watch ${id}`, shown: observation.startedAt, what: t('observation.start', name) }]
        : []),
      ...(observation?.endedAt
        ? [{ ...watched, key: `watched ${id}`, shown: observation.endedAt, what: t('observation.end', name) }]
        : []),
    ];
  });
}

function checkLines({ certificateHistory, schoolChecks }: NonNullable<TraceParts['checks']>): Line[] {
  return [
    ...certificateHistory.map(
      ({ id, number, state, issuedAt, issuer }): Line => ({
        key: `certificate ${id}`,
        kind: 'certificate',
        shown: issuedAt,
        what: t('certificate', { number, state: t(`certificate.${state}`) }),
        where: issuer.name,
        who: '',
      }),
    ),
    ...schoolChecks.map(
      ({ id, checkedOn, checkType, verdict, checker, ...check }): Line => ({
        key: `check ${id}`,
        kind: 'check',
        shown: checkedOn,
        what: t('check', { type: checks(`checkType.${checkType}`), verdict: school(`verdict.${verdict}`) }),
        where: joined(check.school.name, check.class && `${check.class.grade}${check.class.name}`),
        who: checker?.displayName ?? '',
      }),
    ),
  ];
}
