import { catalogue } from './catalogue.ts';
import zh from './zh-CN/partner.ts';

/** Texts of the test console for partner systems. */
export const t = catalogue(zh, () => import('./en/partner.ts'));
