import { catalogue } from './catalogue.ts';
import zh from './zh-CN/account.ts';

/** Texts of the landing page, sign-in and registration. */
export const t = catalogue(zh, () => import('./en/account.ts'));
