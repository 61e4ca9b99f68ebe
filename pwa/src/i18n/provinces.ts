import { catalogue } from './catalogue.ts';
import zh from './zh-CN/provinces.ts';

/** Names of the provinces by the first two digits of GB/T 2260. */
export const t = catalogue(zh, () => import('./en/provinces.ts'));
export const PROVINCES = Object.keys(zh) as (keyof typeof zh)[];
export const isProvince = (code: string): code is keyof typeof zh => Object.hasOwn(zh, code);
