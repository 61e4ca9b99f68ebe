import { catalogue } from './catalogue.ts';
import zh from './zh-CN/query.ts';

/** Texts of the combined query of files. */
export const t = catalogue(zh, () => import('./en/query.ts'));
