import { catalogue } from './catalogue.ts';
import zh from './zh-CN/sample.ts';

/** Texts of the random sample of files. */
export const t = catalogue(zh, () => import('./en/sample.ts'));
