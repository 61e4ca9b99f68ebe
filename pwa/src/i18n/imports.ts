import { catalogue } from './catalogue.ts';
import zh from './zh-CN/imports.ts';

/** Texts of the import desk. */
export const t = catalogue(zh, () => import('./en/imports.ts'));
