import { catalogue } from './catalogue.ts';
import zh from './zh-CN/holding.ts';

/** Texts of the family's certificates and applications. */
export const t = catalogue(zh, () => import('./en/holding.ts'));
