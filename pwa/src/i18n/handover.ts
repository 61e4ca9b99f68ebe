import { catalogue } from './catalogue.ts';
import zh from './zh-CN/handover.ts';

/** Texts of sealed files handed to schools and units. */
export const t = catalogue(zh, () => import('./en/handover.ts'));
