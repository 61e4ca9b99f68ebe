import type { ConsentState } from '@miaoben/schedule/consent';
import { t } from '../../i18n/consent.ts';
import { Badge, type Tone } from '../../ui/feedback.tsx';
import type { IconName } from '../../ui/icon.tsx';

const LOOKS: Record<ConsentState, { tone: Tone; icon: IconName }> = {
  agreed: { tone: 'good', icon: 'check' },
  missing: { tone: 'warn', icon: 'alert' },
  outdated: { tone: 'warn', icon: 'refresh' },
  used: { tone: 'warn', icon: 'refresh' },
  refused: { tone: 'bad', icon: 'cross' },
  withdrawn: { tone: 'bad', icon: 'undo' },
};

/** How it stands with the consent: word, shape and colour. */
export const ConsentBadge = ({ state }: { state: ConsentState }) => (
  <Badge tone={LOOKS[state].tone} icon={LOOKS[state].icon}>
    {t(`state.${state}`)}
  </Badge>
);
