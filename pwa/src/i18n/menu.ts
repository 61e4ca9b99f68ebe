import { catalogue } from './catalogue.ts';
import zh from './zh-CN/menu.ts';

/** Texts of the menu, which is fetched when it is opened. */
export const t = catalogue(zh, () => import('./en/menu.ts'));
