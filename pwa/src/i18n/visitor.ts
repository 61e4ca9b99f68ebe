import { catalogue } from './catalogue.ts';
import zh from './zh-CN/visitor.ts';

/** People of other provinces at the line (异地受种者). */
export const t = catalogue(zh, () => import('./en/visitor.ts'));
