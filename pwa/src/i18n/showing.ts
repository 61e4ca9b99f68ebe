import { catalogue } from './catalogue.ts';
import zh from './zh-CN/showing.ts';

/** Texts of searching, verifying and trying out licences. */
export const t = catalogue(zh, () => import('./en/showing.ts'));
