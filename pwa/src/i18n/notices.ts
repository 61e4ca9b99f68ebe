import { catalogue } from './catalogue.ts';
import zh from './zh-CN/notices.ts';

/** Texts of the inbox. */
export const t = catalogue(zh, () => import('./en/notices.ts'));
