import type { AccountState } from '../../data/generated/desk.ts';
import { t } from '../../i18n/desk.ts';
import { Badge } from '../../ui/feedback.tsx';

const TONE = { normal: 'good', locked: 'warn', frozen: 'bad', cancelled: 'neutral' } as const;

export const AccountStateBadge = ({ state }: { state: AccountState }) => (
  <Badge tone={TONE[state]}>{t(`account.${state}`)}</Badge>
);
