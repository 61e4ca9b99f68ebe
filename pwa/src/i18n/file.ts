import { catalogue } from './catalogue.ts';
import zh from './zh-CN/file.ts';

/** Texts of correcting a file and of its history. */
export const t = catalogue(zh, () => import('./en/file.ts'));

type Key = keyof typeof zh;
type ChangedField = Key extends infer K ? (K extends `field.${infer Field}` ? Field : never) : never;
/** Whether there is a word for a field of a history. */
export const isChangedField = (field: string): field is ChangedField => `field.${field}` in zh;
