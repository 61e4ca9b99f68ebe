import { catalogue } from './catalogue.ts';
import zh from './zh-CN/sealing.ts';

/** Texts of seals and of the sealed files of certificates. */
export const t = catalogue(zh, () => import('./en/sealing.ts'));
