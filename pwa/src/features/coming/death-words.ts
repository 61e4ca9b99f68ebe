import type { DeathAction, DeathSource, DeathsQuery } from '../../data/generated/coming.ts';
import { t } from '../../i18n/death.ts';
import type { Tone } from '../../ui/feedback.tsx';
import type { CaseAct } from './case-dialog.tsx';

export type Death = DeathsQuery['deaths']['nodes'][number];

export const SOURCES: readonly DeathSource[] = ['hospital', 'police', 'civil_affairs', 'community'];
export const DEATH_TONES: Record<Death['state'], Tone> = {
  unclaimed: 'warn',
  returned: 'bad',
  claimed: 'info',
  confirmed: 'good',
  dismissed: 'neutral',
};

const LOOKS: Partial<Record<DeathAction, Omit<CaseAct<DeathAction>, 'action' | 'label'>>> = {
  claim: { variant: 'primary' },
  push: { variant: 'primary' },
  confirm: { variant: 'primary' },
  give_back: { needsReason: true },
  dismiss: { variant: 'danger', needsReason: true },
  undo: { variant: 'danger', needsReason: true },
};

export const actsOfDeath = ({ actions }: Death): CaseAct<DeathAction>[] =>
  actions.map((action) => ({ action, label: t(`act.${action}`), ...LOOKS[action] }));

/** Words of a step; the first one has no action of the table. */
export const deathStepText = (action: string): string => t(`act.${action as DeathAction | 'report'}`);
