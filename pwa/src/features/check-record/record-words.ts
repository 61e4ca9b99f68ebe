import { t } from '../../i18n/school.ts';

/** Whether the certificate was seen; a dash while nobody asked. */
export const seenText = (isSeen: boolean | null): string =>
  isSeen === null ? '–' : t(isSeen ? 'pupil.seen' : 'pupil.notSeen');
