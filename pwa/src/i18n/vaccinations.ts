import { catalogue } from './catalogue.ts';
import zh from './zh-CN/vaccinations.ts';

/** Texts of the statistics of vaccinations. */
export const t = catalogue(zh, () => import('./en/vaccinations.ts'));
