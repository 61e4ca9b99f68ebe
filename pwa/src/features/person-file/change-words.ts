import { ethnicityName } from '@miaoben/identifiers';
import { t as clinic } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { isChangedField, t } from '../../i18n/file.ts';
import { formatDate } from '../../i18n/format.ts';
import { healthFactText } from '../../i18n/health.ts';

/** One field of a file before and after a change, as the server tells it. */
interface FileChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly placeBefore?: { readonly name: string } | null;
  readonly placeAfter?: { readonly name: string } | null;
  readonly unitBefore?: { readonly name: string } | null;
  readonly unitAfter?: { readonly name: string } | null;
}

const DATES = new Set(['birthDate', 'endedOn', 'diedOn', 'deletedOn']);

// A newer server may keep fields this app has no word for.
export const fieldName = (field: string): string => (isChangedField(field) ? t(`field.${field}`) : field);

/** The value of one side of a change. */
export function changedValue(change: FileChange, side: 'before' | 'after'): string {
  const [place, unit, text] =
    side === 'before'
      ? [change.placeBefore, change.unitBefore, change.before]
      : [change.placeAfter, change.unitAfter, change.after];
  return place?.name ?? unit?.name ?? (text ? inWords(change.field, text) : t('history.empty'));
}

/** A guardian as histories write it: `relation:name:phone:number`. */
function guardianInWords(text: string): string {
  const [relation, ...rest] = text.split(':');
  return [clinic(`relation.${relation as 'mother'}`), ...rest.filter(Boolean)].join(' ');
}

/** A stored value in the words of its reader. */
function inWords(field: string, text: string): string {
  if (field === 'sex' && (text === 'F' || text === 'M' || text === 'U')) return common(`sex.${text}`);
  if (field === 'ethnicity') return ethnicityName(text);
  if (field === 'guardians') return text.split(';').map(guardianInWords).join('；');
  if (field === 'maritalStatus') return t(`marital.${text as 'single'}`);
  if (field === 'personType') return t(`personType.${text as 'resident'}`);
  if (field === 'householdType') return t(`householdType.${text as 'local'}`);
  if (field === 'endReason') return t(`end.${text as 'other'}`);
  if (DATES.has(field)) return formatDate(text);
  if (field === 'conditions') return text.split(',').map(healthFactText).join('、');
  if (field === 'registrationState') return clinic(`person.state.${text as 'active'}`);
  if (field === 'documentType') return clinic(`document.${text as 'RESIDENT_ID'}`);
  return text;
}
