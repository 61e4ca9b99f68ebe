import { catalogue } from './catalogue.ts';
import zh from './zh-CN/aefi-figures.ts';

/** Texts of the figures of suspected adverse events. */
export const t = catalogue(zh, () => import('./en/aefi-figures.ts'));
