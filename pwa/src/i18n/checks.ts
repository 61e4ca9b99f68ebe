import { catalogue } from './catalogue.ts';
import zh from './zh-CN/checks.ts';

/** Texts of the parent's own check, of check records and of the summary table. */
export const t = catalogue(zh, () => import('./en/checks.ts'));
