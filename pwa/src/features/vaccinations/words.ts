import type { HouseholdClass, VaccinationGrouping } from '../../data/generated/desk.ts';
import { formatPercent } from '../../i18n/numbers.ts';
import { t } from '../../i18n/vaccinations.ts';
import { HOUSEHOLDS } from './choice.ts';

const isHousehold = (key: string): key is HouseholdClass => (HOUSEHOLDS as readonly string[]).includes(key);

export const householdText = (key: HouseholdClass): string => t(`household.${key}`);

/** Head of a column: a household type, a birth year, or one of the two figures of catching up. */
export function columnText(key: string): string {
  if (isHousehold(key)) return householdText(key);
  if (key === 'caught_up' || key === 'missing') return t(`column.${key}`);
  return t('column.born', { year: key });
}

export const percent = (rate: number | null | undefined): string | null =>
  rate === null || rate === undefined ? null : formatPercent(rate);

/** What of the chosen things one row stands for. */
export interface Narrowed {
  readonly division?: string;
  readonly household?: HouseholdClass;
  readonly item?: string;
  readonly bornFrom?: string;
  readonly bornTo?: string;
  readonly givenFrom?: string;
  readonly givenTo?: string;
}

const lastDayOf = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);

/** Narrows the choice to a row. */
export function narrowedBy(by: VaccinationGrouping, key: string): Narrowed | null {
  switch (by) {
    case 'division':
      return { division: key };
    case 'household':
      return isHousehold(key) ? { household: key } : null;
    case 'vaccine':
      return { item: key };
    case 'birth_year':
      return { bornFrom: `${key}-01-01`, bornTo: `${key}-12-31` };
    case 'period':
      return { givenFrom: `${key}-01`, givenTo: lastDayOf(key) };
  }
}

/** The route of the people behind a figure. */
export function peoplePath(
  division: string,
  column: string,
  { division: deeper = division, ...cut }: Narrowed,
): string {
  const more = new URLSearchParams(Object.entries(cut).filter(([, value]) => value !== undefined)).toString();
  return `/vaccinations/${deeper}/${column}${more && `?${more}`}`;
}
