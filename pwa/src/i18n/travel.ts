import { catalogue } from './catalogue.ts';
import zh from './zh-CN/travel.ts';

/** Texts of the travel card. */
export const t = catalogue(zh, () => import('./en/travel.ts'));
