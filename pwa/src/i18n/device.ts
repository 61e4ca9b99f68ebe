import { catalogue } from './catalogue.ts';
import zh from './zh-CN/device.ts';

/** Texts of working without a network: pack, PIN, journal. */
export const t = catalogue(zh, () => import('./en/device.ts'));
