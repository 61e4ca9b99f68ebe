import { catalogue } from './catalogue.ts';
import zh from './zh-CN/trace.ts';

/** Texts of the path of a person. */
export const t = catalogue(zh, () => import('./en/trace.ts'));
