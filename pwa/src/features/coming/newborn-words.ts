import { INPUT_REASONS } from '@miaoben/schema';
import type { NewbornAction, NewbornsQuery } from '../../data/generated/coming.ts';
import { t } from '../../i18n/newborn.ts';
import { problemText } from '../../i18n/problem-text.ts';
import type { Tone } from '../../ui/feedback.tsx';
import type { CaseAct } from './case-dialog.tsx';

export type Newborn = NewbornsQuery['newborns']['nodes'][number];

export const FINDING_TONES: Record<NonNullable<Newborn['finding']>, Tone> = {
  ready: 'good',
  exists: 'info',
  elsewhere: 'warn',
  alike: 'warn',
  faulty: 'bad',
};

export const nameOf = (one: Newborn): string => one.name ?? t('list.unnamed');

const FIELDS = [
  ...(['idNumber', 'birthCertificate', 'birthDate', 'name', 'birthWeightG', 'birthOrder', 'residenceAddress'] as const),
  ...(['mother', 'father', 'residence', 'household', 'documentNumber', 'registeredDivision', 'guardians'] as const),
] as const;
const LIKENESS = [
  ...(['same_document', 'same_name', 'similar_name', 'newborn_name', 'same_guardian_phone', 'other_sex'] as const),
] as const;
const ACTS: readonly NewbornAction[] = ['create', 'link', 'update', 'unlink', 'dismiss', 'reopen'];

/** The name of a field the server speaks of. */
export function fieldName(field: string): string {
  const known = FIELDS.find((f) => f === field);
  return known ? t(`field.${known}`) : field;
}

/** Why a file may be the same child. */
export function likeness(reason: string): string {
  const known = LIKENESS.find((r) => r === reason);
  return known ? t(`reason.${known}`) : reason;
}

/** Why a row got no file, as a sentence that names the field. */
export function whyText(field: string | null | undefined, reason: string): string {
  const known = INPUT_REASONS.find((r) => r === reason);
  const text = problemText({ code: 'BAD_INPUT', ...(known && { reason: known }) });
  return field ? t('fault.line', { field: fieldName(field), text }) : text;
}

/** A fault of what was told; a number told twice is a matter of two newborns, not of a file. */
export const faultText = ({ field, reason }: Newborn['faults'][number]): string =>
  reason === 'duplicate' ? t('fault.shared', { field: fieldName(field) }) : whyText(field, reason);

const LOOKS: Partial<Record<NewbornAction, Omit<CaseAct<NewbornAction>, 'action' | 'label'>>> = {
  update: { variant: 'primary' },
  dismiss: { variant: 'danger', needsReason: true },
  unlink: { variant: 'danger', needsReason: true },
};

/** What stands below the dialog: creating has its button in the row, linking one at each file. */
export const actsOfNewborn = ({ actions, news }: Newborn): CaseAct<NewbornAction>[] =>
  actions
    .filter((a) => a !== 'create' && a !== 'link' && (a !== 'update' || news.length > 0))
    .map((action) => ({ action, label: t(`act.${action}`), ...LOOKS[action] }));

export function newbornStepText(action: string): string {
  const known = ACTS.find((a) => a === action);
  return known ? t(`act.${known}`) : action;
}
