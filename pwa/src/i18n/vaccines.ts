import { catalogue } from './catalogue.ts';
import zh from './zh-CN/vaccines.ts';

const t = catalogue(zh, () => import('./en/vaccines.ts'));
const isKnown = (code: string): code is keyof typeof zh & string => code in zh;

/** A vaccine of the programme by its national major code (疫苗大类代码), which is all that an answer code carries. */
export const vaccineName = (majorCode: string): string =>
  isKnown(majorCode) && majorCode !== 'other' ? t(majorCode) : t('other', { code: majorCode });
