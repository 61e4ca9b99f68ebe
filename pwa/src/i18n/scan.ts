import { catalogue } from './catalogue.ts';
import zh from './zh-CN/scan.ts';

/** Texts of scanning and verifying. */
export const t = catalogue(zh, () => import('./en/scan.ts'));
