import { catalogue } from './catalogue.ts';
import zh from './zh-CN/file-blocks.ts';

/** Texts of the six tabs of a file. */
export const t = catalogue(zh, () => import('./en/file-blocks.ts'));

type Act = keyof typeof zh extends infer K ? (K extends `act.${infer Name}` ? Name : never) : never;
/** Whether there is a word for an act of the log. */
export const isKnownAct = (operation: string): operation is Act => `act.${operation}` in zh;
