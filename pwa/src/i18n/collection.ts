import { catalogue } from './catalogue.ts';
import zh from './zh-CN/collection.ts';

/** Texts of the collection of licences and their showing to partners. */
export const t = catalogue(zh, () => import('./en/collection.ts'));
