import { catalogue } from './catalogue.ts';
import zh from './zh-CN/paper.ts';

/** Texts of printing onto the paper booklet and card. */
export const t = catalogue(zh, () => import('./en/paper.ts'));
