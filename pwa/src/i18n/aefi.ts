import { catalogue } from './catalogue.ts';
import zh from './zh-CN/aefi.ts';

/** Texts of suspected adverse events after vaccination (疑似预防接种异常反应). */
export const t = catalogue(zh, () => import('./en/aefi.ts'));
