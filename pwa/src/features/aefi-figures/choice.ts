import { signal } from '@preact/signals';
import type {
  AdverseEventCause,
  AdverseEventGrouping,
  AdverseEventPeriod,
  AefiFiguresQuery,
  AefiFiguresQueryVariables,
} from '../../data/generated/aefi.ts';
import { currentDay } from '../../offline/day.ts';

export type Report = AefiFiguresQuery['adverseEventReport'];
export type Row = Report['rows'][number];
export type Total = Report['total'];

export const PERIODS: readonly AdverseEventPeriod[] = ['week', 'month', 'quarter', 'year', 'own'];
const GROUPINGS: readonly AdverseEventGrouping[] = ['division', 'unit', 'vaccine', 'lot', 'month', 'age'];

/** A clinic reads its own cases alone: neither places nor units split them. */
const CLINIC_GROUPINGS: readonly AdverseEventGrouping[] = ['vaccine', 'lot', 'month', 'age'];
export const groupingsOf = (isClinic: boolean): readonly AdverseEventGrouping[] =>
  isClinic ? CLINIC_GROUPINGS : GROUPINGS;

/** What is chosen; kept while the reader goes up and down the divisions and into the cases. */
export const period = signal<AdverseEventPeriod>('year');
/** a day of the period; null: today */
export const on = signal<string | null>(null);
/** own days; null: the year up to today */
export const from = signal<string | null>(null);
export const to = signal<string | null>(null);
export const grouping = signal<AdverseEventGrouping>('division');
export const vaccine = signal<string | null>(null);
export const cause = signal<AdverseEventCause | null>(null);
export const isSerious = signal<boolean | null>(null);
/** A unit whose cases alone are counted, with its name. */
export const unit = signal<{ id: string; name: string } | null>(null);

/** The own days that are asked for. */
export function ownDays(): { from: string; to: string } {
  const today = currentDay();
  return { from: from.value ?? `${today.slice(0, 4)}-01-01`, to: to.value ?? today };
}

/** The choice as variables of the queries. */
export function selection(division: string): AefiFiguresQueryVariables {
  const isOwn = period.value === 'own';
  return {
    division,
    period: period.value,
    on: isOwn ? null : on.value,
    ...(isOwn ? ownDays() : { from: null, to: null }),
    unit: unit.value?.id ?? null,
    vaccine: vaccine.value,
    cause: cause.value,
    isSerious: isSerious.value,
    by: grouping.value,
  };
}

/** Puts a grouping the reader does not have to the first one of those it has. */
export function chooseFor(isClinic: boolean): void {
  const known = groupingsOf(isClinic);
  if (!known.includes(grouping.value)) grouping.value = known[0]!;
}

/**
 * Why no rate stands where one is looked for: no doses are kept for such days of a unit or township, for units within a township, or for such
 * rows; or none were given.
 */
export type NoRate = 'noRate.months' | 'noRate.townshipUnits' | 'noRate.rows' | 'noRate.none';
export function noRateOf(
  { total, rows, from: first, to: last }: Pick<Report, 'total' | 'rows' | 'from' | 'to'>,
  by: AdverseEventGrouping,
): NoRate | null {
  const next = new Date(Date.parse(last) + 86_400_000).toISOString();
  const isWholeMonths = first.endsWith('-01') && next.slice(8, 10) === '01';
  if (total.doses === null) return isWholeMonths ? 'noRate.townshipUnits' : 'noRate.months';
  if (by === 'lot' || by === 'age') return 'noRate.rows';
  return rows.some(({ doses }) => doses === 0) ? 'noRate.none' : null;
}
