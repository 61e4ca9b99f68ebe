import type { NotGivenReason } from '../data/generated/clinic.ts';
import { catalogue } from './catalogue.ts';
import zh from './zh-CN/health.ts';

const t = catalogue(zh, () => import('./en/health.ts'));
const isKnown = (key: string): key is keyof typeof zh & `fact.${string}` => key in zh;

/** A coded health state or finding in words; one this app does not know keeps its code. */
export const healthFactText = (code: string): string => {
  const key = `fact.${code}`;
  return isKnown(key) ? t(key) : code;
};

/** Why a birth dose was not given (S-13). */
export const notGivenText = (reason: NotGivenReason): string => t(`notGiven.${reason}`);
