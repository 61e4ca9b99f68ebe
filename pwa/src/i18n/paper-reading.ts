import { catalogue } from './catalogue.ts';
import zh from './zh-CN/paper-reading.ts';

/** Texts of reading papers for a new file. */
export const t = catalogue(zh, () => import('./en/paper-reading.ts'));
