import { catalogue } from './catalogue.ts';
import zh from './zh-CN/newborn.ts';

/** Texts of newborns of the maternal-child system. */
export const t = catalogue(zh, () => import('./en/newborn.ts'));
