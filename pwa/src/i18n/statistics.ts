import { catalogue } from './catalogue.ts';
import zh from './zh-CN/statistics.ts';

/** Texts of the statistics of certificates. */
export const t = catalogue(zh, () => import('./en/statistics.ts'));
