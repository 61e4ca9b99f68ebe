import type { MoveAction, MovesQuery } from '../../data/generated/coming.ts';
import { t } from '../../i18n/coming.ts';
import { isProvince, t as province } from '../../i18n/provinces.ts';
import type { Tone } from '../../ui/feedback.tsx';
import type { CaseAct } from './case-dialog.tsx';

export type Move = MovesQuery['moves']['nodes'][number];

export const MOVE_TONES: Record<Move['state'], Tone> = {
  initiated: 'info',
  waiting: 'warn',
  refused: 'bad',
  received: 'good',
  withdrawn: 'neutral',
};
const DAY_MS = 86_400_000;

/** Days until the last one to answer, as a sentence; null when nobody is asked any more, or another province is. */
export function timeLeft(
  { state, direction, answerBy }: Move,
  today: string,
): { text: string; isLate: boolean } | null {
  if ((state !== 'initiated' && state !== 'waiting') || direction === 'abroad') return null;
  const days = Math.round((Date.parse(answerBy) - Date.parse(today)) / DAY_MS);
  if (days > 0) return { text: t('move.daysLeft', { days }), isLate: false };
  return { text: t(days === 0 ? 'move.lastDay' : 'move.late'), isLate: true };
}

const LOOKS: Partial<Record<MoveAction, Omit<CaseAct<MoveAction>, 'action' | 'label'>>> = {
  refuse: { variant: 'danger', needsReason: true },
  give_back: { variant: 'danger', needsReason: true },
  withdraw: { variant: 'danger' },
  receive: { variant: 'primary' },
  agree: { variant: 'primary' },
  assign: { variant: 'primary' },
};

export const actsOf = ({ actions, direction }: Move): CaseAct<MoveAction>[] =>
  actions.map((action) => ({
    action,
    label: t(action === 'assign' && direction === 'abroad' ? 'move.resend' : `move.${action}`),
    ...LOOKS[action],
  }));

/** Where a move goes: the unit, the other province, or nobody yet. */
export function destinationOf({ toUnit, direction, toDivision }: Move): string {
  if (direction === 'abroad' && isProvince(toDivision.code)) return province(toDivision.code);
  return toUnit?.name ?? t('moves.unnamed');
}

/** Words of a step; the first one has no action of the table. */
export const moveStepText = (action: string): string => t(`move.${action as MoveAction | 'start'}`);
