import { catalogue } from './catalogue.ts';
import zh from './zh-CN/own-file.ts';

/** Texts of what a family keeps of a file itself, and of how a clinic sees it. */
export const t = catalogue(zh, () => import('./en/own-file.ts'));
