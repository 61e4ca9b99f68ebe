import { catalogue } from './catalogue.ts';
import zh from './zh-CN/coming.ts';

/** Texts of moves, births and deaths: files that come and go. */
export const t = catalogue(zh, () => import('./en/coming.ts'));
