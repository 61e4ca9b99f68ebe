import { catalogue } from './catalogue.ts';
import zh from './zh-CN/outreach.ts';

/** Texts of sessions at temporary points (H-11). */
export const t = catalogue(zh, () => import('./en/outreach.ts'));
