import { catalogue } from './catalogue.ts';
import zh from './zh-CN/declaration.ts';

/** Texts of special groups as families declare them. */
export const t = catalogue(zh, () => import('./en/declaration.ts'));
