import { catalogue } from './catalogue.ts';
import zh from './zh-CN/desk.ts';

/** Texts of the desk: coverage, schedule, administration. */
export const t = catalogue(zh, () => import('./en/desk.ts'));
