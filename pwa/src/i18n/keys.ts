import { catalogue } from './catalogue.ts';
import zh from './zh-CN/keys.ts';

/** Texts of the signing keys and the trust list. */
export const t = catalogue(zh, () => import('./en/keys.ts'));
