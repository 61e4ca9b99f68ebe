import { catalogue } from './catalogue.ts';
import zh from './zh-CN/household.ts';

/** Texts of guardians and households. */
export const t = catalogue(zh, () => import('./en/household.ts'));
