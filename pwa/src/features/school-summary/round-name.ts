import { t } from '../../i18n/checks.ts';

/** School year and term of a round `YYYYS`. */
export function roundName(round: string): string {
  const year = Number(round.slice(0, 4));
  const term = round.endsWith('2') ? 'spring' : 'autumn';
  return t(`summary.round.${term}`, { year: String(year), next: String(year + 1) });
}
