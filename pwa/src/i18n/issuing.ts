import { catalogue } from './catalogue.ts';
import zh from './zh-CN/issuing.ts';

/** Texts of those who issue: review, lists, issuing bodies, settings. */
export const t = catalogue(zh, () => import('./en/issuing.ts'));
