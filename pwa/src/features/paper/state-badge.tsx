import { t } from '../../i18n/paper.ts';
import { Badge, type Tone } from '../../ui/feedback.tsx';

const TONE = { agrees: 'good', incomplete: 'warn', differs: 'bad', none: 'neutral' } as const satisfies Record<
  string,
  Tone
>;

/** Whether the paper says what the file says (卡证一致, Q-60). */
export const StateBadge = ({ state }: { state: keyof typeof TONE }) => (
  <Badge tone={TONE[state]}>{t(`state.${state}`)}</Badge>
);
