import { catalogue } from './catalogue.ts';
import zh from './zh-CN/consent.ts';

/** Texts of the informed consent: reading, signing, records. */
export const t = catalogue(zh, () => import('./en/consent.ts'));
