import { catalogue } from './catalogue.ts';
import zh from './zh-CN/recall.ts';

/** Texts of the recall of a lot. */
export const t = catalogue(zh, () => import('./en/recall.ts'));
