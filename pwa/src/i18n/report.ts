import { catalogue } from './catalogue.ts';
import zh from './zh-CN/report.ts';

/** Texts over the figures of any report. */
export const t = catalogue(zh, () => import('./en/report.ts'));
