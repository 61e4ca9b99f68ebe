import { catalogue } from './catalogue.ts';
import zh from './zh-CN/role.ts';

/** Names of the roles; not in the frame's catalogue, so that who has no account does not load them. */
export const t = catalogue(zh, () => import('./en/role.ts'));
