import type { BirthAction, BirthsQuery, TestResult } from '../../data/generated/coming.ts';
import { t } from '../../i18n/birth.ts';
import { formatDate } from '../../i18n/format.ts';
import type { Tone } from '../../ui/feedback.tsx';
import type { CaseAct } from './case-dialog.tsx';

export type Birth = BirthsQuery['births']['nodes'][number];

export const BIRTH_TONES: Record<Birth['state'], Tone> = {
  filed: 'info',
  pushed: 'good',
  pulled: 'good',
  returned: 'bad',
  cancelled: 'neutral',
};

const LOOKS: Partial<Record<BirthAction, Omit<CaseAct<BirthAction>, 'action' | 'label'>>> = {
  push: { variant: 'primary' },
  pull: { variant: 'primary' },
  give_back: { variant: 'danger', needsReason: true },
  cancel: { variant: 'danger', needsReason: true },
};

/** What the dialog offers; an amendment is a form of its own. */
export const actsOfBirth = ({ actions }: Birth): CaseAct<BirthAction>[] =>
  actions
    .filter((action) => action !== 'amend')
    .map((action) => ({ action, label: t(`act.${action}`), ...LOOKS[action] }));

/** Words of a step; the first one has no action of the table. */
export const birthStepText = (action: string): string => t(`act.${action as BirthAction | 'file'}`);

/** When the file goes over by itself; null when it does not any more. */
export function pushText({ state, pushOn }: Pick<Birth, 'state' | 'pushOn'>, today: string): string | null {
  if (state !== 'filed') return null;
  return pushOn <= today ? t('push.today') : t('push.on', { date: formatDate(pushOn) });
}

export const testText = (result: TestResult | null | undefined): string =>
  result ? t(`test.${result}`) : t('fact.unstated');
