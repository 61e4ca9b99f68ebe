import { catalogue } from './catalogue.ts';
import zh from './zh-CN/class-pack.ts';

/** Texts of checking a class without a network. */
export const t = catalogue(zh, () => import('./en/class-pack.ts'));
