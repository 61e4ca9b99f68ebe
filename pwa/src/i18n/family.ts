import { catalogue } from './catalogue.ts';
import zh from './zh-CN/family.ts';

/** Texts of the family screens. */
export const t = catalogue(zh, () => import('./en/family.ts'));
