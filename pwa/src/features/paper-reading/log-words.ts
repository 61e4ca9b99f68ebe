import type { PaperReadingsQuery } from '../../data/generated/papers.ts';
import { t } from '../../i18n/paper-reading.ts';

export type Line = PaperReadingsQuery['paperReadings']['nodes'][number];

/** A parent is not named to others. */
export const whoOf = ({ by, role }: Line): string => (role === 'guardian' ? t('log.family') : (by?.displayName ?? '–'));
export const fieldsOf = ({ fields, unsure }: Line): string =>
  fields === null || fields === undefined ? '–' : unsure ? t('log.fieldsOf', { fields, unsure }) : String(fields);
export const correctedIn = ({ isUsed, corrected }: Line): string => {
  if (!isUsed) return '–';
  return corrected.length === 0 ? t('log.correctedNone') : corrected.map((field) => t(`field.${field}`)).join('、');
};
export const useOf = ({ state, isUsed }: Line): string =>
  state !== 'ready' ? '–' : t(isUsed === true ? 'log.used' : isUsed === false ? 'log.discarded' : 'log.left');
export const resultOf = ({ state, failure }: Line): string => (failure ? t(`failure.${failure}`) : t(`state.${state}`));
