import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/issuing.ts';

/** Divisions above by the length of their code. */
const LEVELS: Partial<Record<number, 'province' | 'city' | 'county'>> = { 2: 'province', 4: 'city', 6: 'county' };

interface Held {
  setFor: string | null;
  division: string;
  changedAt: string | null;
  changedBy: { displayName: string } | null;
}

/** Whose setting it is and since when: its own, that of a division above, or the platform's first. */
export function setBy({ setFor, division, changedAt, changedBy }: Held, name: string): string {
  if (!setFor) return t('settings.first');
  const level = setFor === division ? null : LEVELS[setFor.length];
  return [
    level ? t(`settings.setBy.${level}`) : t('settings.setBy', { division: name }),
    changedBy?.displayName,
    changedAt && formatInstant(changedAt),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** NaN for what is no whole number of at most six digits. */
export const wholeNumber = (text: string): number => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN);
