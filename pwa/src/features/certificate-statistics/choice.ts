import { signal } from '@preact/signals';
import type {
  CertificateGrouping,
  CertificateReportKind,
  PopulationClass,
  StatisticsSpan,
} from '../../data/generated/desk.ts';
import type { Role } from '../../data/generated/session.ts';
import { todayInChina } from '../../i18n/format.ts';

const REPORTS: readonly CertificateReportKind[] = ['issuance', 'use', 'total', 'voided', 'newborn', 'school'];
const ISSUER_REPORTS: readonly CertificateReportKind[] = ['total', 'issuance', 'voided', 'newborn', 'use'];
const SCHOOL_REPORTS: readonly CertificateReportKind[] = ['school', 'use'];
export const SPANS: readonly StatisticsSpan[] = ['week', 'month', 'year', 'own'];
export const POPULATIONS: readonly PopulationClass[] = [
  'newborn',
  'infant',
  'preschool',
  'school_age',
  'adult',
  'unknown',
];
const GROUPINGS: readonly CertificateGrouping[] = ['division', 'organisation', 'population', 'day', 'month'];
const UNIT_GROUPINGS: readonly CertificateGrouping[] = ['month', 'day', 'population'];

export interface Reader {
  readonly role: Role;
  /** kind of the organisation, where the account has one */
  readonly kind: string | null;
}
/** A clinic or school reads what is counted of itself, not of a division. */
export const isUnit = ({ role, kind }: Reader): boolean =>
  role === 'vaccinator' || (role === 'school_checker' && kind !== 'education');
/** The rows behind a figure of a school stand in its class lists. */
export const hasItems = ({ role }: Reader): boolean => role !== 'school_checker';

export function reportsOf(reader: Reader): readonly CertificateReportKind[] {
  if (reader.role === 'vaccinator') return ISSUER_REPORTS;
  if (reader.role === 'school_checker') return isUnit(reader) ? SCHOOL_REPORTS : ['school'];
  return REPORTS;
}
export function groupingsOf(reader: Reader, of: CertificateReportKind): readonly CertificateGrouping[] {
  const all = isUnit(reader) ? UNIT_GROUPINGS : GROUPINGS;
  return classed(of) ? all : all.filter((by) => by !== 'population');
}
/** Newborns are one class, and the row of a check carries no birth date. */
export const classed = (of: CertificateReportKind): boolean => of !== 'newborn' && of !== 'school';

/** What is chosen; kept while the reader goes up and down the divisions and into the rows. */
export const report = signal<CertificateReportKind>('total');
export const span = signal<StatisticsSpan>('month');
export const from = signal(`${todayInChina().slice(0, 4)}-01-01`);
export const to = signal(todayInChina());
export const population = signal<PopulationClass | null>(null);
export const grouping = signal<CertificateGrouping>('division');

/** Ids of organisations a figure was opened for, with their names. */
export const organisation = signal<{ id: string; name: string } | null>(null);

/** Puts a choice the reader does not have to the first one of those it has. */
export function chooseFor(reader: Reader): void {
  const [first] = reportsOf(reader);
  if (first && !reportsOf(reader).includes(report.value)) report.value = first;
  const [by] = groupingsOf(reader, report.value);
  if (by && !groupingsOf(reader, report.value).includes(grouping.value)) grouping.value = by;
}

/** The choice as variables of the queries. */
export const selection = (division: string) => ({
  report: report.value,
  division,
  span: span.value,
  from: span.value === 'own' ? from.value : null,
  to: span.value === 'own' ? to.value : null,
  population: classed(report.value) ? population.value : null,
  organisation: organisation.value?.id ?? null,
});
