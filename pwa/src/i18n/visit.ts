import { catalogue } from './catalogue.ts';
import zh from './zh-CN/visit.ts';

/** Texts of a visit: health inquiry, sign-offs, the queue of the day; the inquiry at home too. */
export const t = catalogue(zh, () => import('./en/visit.ts'));
