import { catalogue } from './catalogue.ts';
import zh from './zh-CN/death.ts';

/** Texts of reports of deaths. */
export const t = catalogue(zh, () => import('./en/death.ts'));
