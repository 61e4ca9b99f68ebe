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
