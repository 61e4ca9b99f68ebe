import { catalogue } from './catalogue.ts';
import zh from './zh-CN/common.ts';

/** Texts of the frame: actions, states, menu. */
export const t = catalogue(zh, () => import('./en/common.ts'));
