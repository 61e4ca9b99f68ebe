import { catalogue } from './catalogue.ts';
import zh from './zh-CN/judgement.ts';

/** Texts about how the schedule judges a record, for those who vaccinate. */
export const t = catalogue(zh, () => import('./en/judgement.ts'));
