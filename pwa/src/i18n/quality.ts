import { catalogue } from './catalogue.ts';
import zh from './zh-CN/quality.ts';

/** Texts of the data check. */
export const t = catalogue(zh, () => import('./en/quality.ts'));
