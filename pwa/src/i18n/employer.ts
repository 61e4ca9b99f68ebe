import { catalogue } from './catalogue.ts';
import zh from './zh-CN/employer.ts';

/** Texts of an employer's staff list. */
export const t = catalogue(zh, () => import('./en/employer.ts'));
