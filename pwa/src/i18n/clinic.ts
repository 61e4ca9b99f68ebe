import { catalogue } from './catalogue.ts';
import zh from './zh-CN/clinic.ts';

/** Texts of the vaccination clinic's work: line, search, record, dose, due list. */
export const t = catalogue(zh, () => import('./en/clinic.ts'));
