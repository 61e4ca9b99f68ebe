import { catalogue } from './catalogue.ts';
import zh from './zh-CN/licence.ts';

/** Texts of licence types and licences. */
export const t = catalogue(zh, () => import('./en/licence.ts'));
