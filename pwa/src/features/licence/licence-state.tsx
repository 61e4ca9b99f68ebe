import type { LicencePartsFragment } from '../../data/generated/desk.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/licence.ts';
import { Badge, type Tone } from '../../ui/feedback.tsx';

type State = LicencePartsFragment['state'];
const TONES: Record<State, Tone> = { valid: 'good', expired: 'warn', suspended: 'info', revoked: 'bad' };

/** The state of a licence in words, shape and colour. */
export const StateBadge = ({ state }: { state: State }) => <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>;

/** From when to when a licence holds. */
export function validityOf({ validFrom, validTo }: Pick<LicencePartsFragment, 'validFrom' | 'validTo'>): string {
  if (!validTo) return t('licence.forever');
  return t('licence.until', { from: validFrom ? formatDate(validFrom) : '', to: formatDate(validTo) });
}
