import { signal } from '@preact/signals';
import type {
  HouseholdClass,
  VaccinationGrouping,
  VaccinationReportKind,
  VaccinationStatisticsQueryVariables,
} from '../../data/generated/desk.ts';

export const REPORTS: readonly VaccinationReportKind[] = ['caught_up', 'by_birth_year', 'household_share'];
export const HOUSEHOLDS: readonly HouseholdClass[] = ['local', 'other_county', 'other_province', 'outside', 'unknown'];
/** What the rows of each report may stand for. */
export const GROUPINGS: Readonly<Record<VaccinationReportKind, readonly VaccinationGrouping[]>> = {
  caught_up: ['division', 'period', 'birth_year', 'household', 'vaccine'],
  by_birth_year: ['division', 'household', 'vaccine'],
  household_share: ['division', 'birth_year'],
};

/** What is chosen; kept while the reader goes up and down the divisions and into the rows. */
export const report = signal<VaccinationReportKind>('caught_up');
export const grouping = signal<VaccinationGrouping>('division');
export const household = signal<HouseholdClass | null>(null);
export const item = signal<{ code: string; name: string } | null>(null);
export const bornFrom = signal<string | null>(null);
export const bornTo = signal<string | null>(null);
export const givenFrom = signal<string | null>(null);
export const givenTo = signal<string | null>(null);
/** Year of vaccination of the reports that count by year. */
export const year = signal<string | null>(null);

/** Another report has other rows, and counts other doses. */
export function chooseReport(kind: VaccinationReportKind): void {
  report.value = kind;
  item.value = null;
  if (!GROUPINGS[kind].includes(grouping.value)) grouping.value = 'division';
}

/** The choice as variables of the queries. */
export function selection(division: string): Omit<VaccinationStatisticsQueryVariables, 'by'> {
  const isByDay = report.value === 'caught_up';
  const inYear = year.value === null ? null : ([`${year.value}-01-01`, `${year.value}-12-31`] as const);
  return {
    report: report.value,
    division,
    household: report.value === 'household_share' ? null : household.value,
    item: item.value?.code ?? null,
    bornFrom: bornFrom.value,
    bornTo: bornTo.value,
    givenFrom: isByDay ? givenFrom.value : (inYear?.[0] ?? null),
    givenTo: isByDay ? givenTo.value : (inYear?.[1] ?? null),
  };
}
