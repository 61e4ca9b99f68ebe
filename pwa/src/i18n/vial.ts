import { catalogue } from './catalogue.ts';
import zh from './zh-CN/vial.ts';

/** Texts of opened vials of several doses. */
export const t = catalogue(zh, () => import('./en/vial.ts'));
