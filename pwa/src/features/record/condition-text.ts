import { t } from '../../i18n/clinic.ts';
import zh from '../../i18n/zh-CN/clinic.ts';

const isKnown = (key: string): key is keyof typeof zh & `condition.${string}` => key in zh;

/** A coded health state in words; one this app does not know keeps its code. */
export const conditionText = (code: string): string => {
  const key = `condition.${code}`;
  return isKnown(key) ? t(key) : code;
};
