import { catalogue } from './catalogue.ts';
import zh from './zh-CN/school.ts';

/** Texts of the check of pupils (入托入学查验). */
export const t = catalogue(zh, () => import('./en/school.ts'));
