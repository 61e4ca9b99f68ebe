import { catalogue } from './catalogue.ts';
import zh from './zh-CN/licence-application.ts';

/** Texts of applications about licences: for their holders and for the desk. */
export const t = catalogue(zh, () => import('./en/licence-application.ts'));
