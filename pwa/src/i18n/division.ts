import { catalogue } from './catalogue.ts';
import zh from './zh-CN/division.ts';

/** Texts of the changes of divisions. */
export const t = catalogue(zh, () => import('./en/division.ts'));
