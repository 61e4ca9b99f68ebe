import { catalogue } from './catalogue.ts';
import zh from './zh-CN/look-up.ts';

/** Texts of the public look-up of licences. */
export const t = catalogue(zh, () => import('./en/look-up.ts'));
