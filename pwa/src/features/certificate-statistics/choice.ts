import { signal } from '@preact/signals';
import type {
  CertificateGrouping,
  CertificateReportKind,
  PopulationClass,
  StatisticsSpan,
} from '../../data/generated/desk.ts';
import { todayInChina } from '../../i18n/format.ts';

export const REPORTS: readonly CertificateReportKind[] = ['issuance', 'use', 'total', 'voided', 'newborn', 'school'];
export const SPANS: readonly StatisticsSpan[] = ['week', 'month', 'year', 'own'];
export const POPULATIONS: readonly PopulationClass[] = [
  'newborn',
  'infant',
  'preschool',
  'school_age',
  'adult',
  'unknown',
];
export const GROUPINGS: readonly CertificateGrouping[] = ['division', 'organisation', 'population', 'day', 'month'];

/** What is chosen; kept while the reader goes up and down the divisions and into the rows. */
export const report = signal<CertificateReportKind>('total');
export const span = signal<StatisticsSpan>('month');
export const from = signal(`${todayInChina().slice(0, 4)}-01-01`);
export const to = signal(todayInChina());
export const population = signal<PopulationClass | null>(null);
export const grouping = signal<CertificateGrouping>('division');

/** Ids of organisations a figure was opened for, with their names. */
export const organisation = signal<{ id: string; name: string } | null>(null);

/** The choice as variables of the queries. */
export const selection = (division: string) => ({
  report: report.value,
  division,
  span: span.value,
  from: span.value === 'own' ? from.value : null,
  to: span.value === 'own' ? to.value : null,
  population: population.value,
  organisation: organisation.value?.id ?? null,
});
