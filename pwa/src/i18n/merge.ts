import { catalogue } from './catalogue.ts';
import zh from './zh-CN/merge.ts';

/** Texts of merging two files of one person. */
export const t = catalogue(zh, () => import('./en/merge.ts'));
