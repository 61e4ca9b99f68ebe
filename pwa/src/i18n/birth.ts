import { catalogue } from './catalogue.ts';
import zh from './zh-CN/birth.ts';

/** Texts of birth files. */
export const t = catalogue(zh, () => import('./en/birth.ts'));
