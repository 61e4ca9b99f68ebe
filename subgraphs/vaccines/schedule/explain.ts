import type { Catalogue } from './messages/catalogue.ts';
import { en } from './messages/en.ts';
import { zhCN } from './messages/zh-CN.ts';
import type { Reason, ReasonCode } from './reasons.ts';
import type { SeriesForecast } from './types.ts';

export type Locale = 'zh-CN' | 'en';
export type Audience = 'parent' | 'doctor';

const CATALOGUES: Readonly<Record<Locale, Catalogue>> = { 'zh-CN': zhCN, en };

/** What a parent should hear besides the status; the rest is arithmetic for the doctor. */
const FOR_PARENTS: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'NOT_ROUTINE_IN_DIVISION',
  'NOT_ELIGIBLE',
  'REPEAT_INTERVAL',
  'LIVE_INTERVAL',
  'BLOOD_PRODUCT_INTERVAL',
  'SKIN_TEST_REQUIRED',
  'SKIN_TEST_POSITIVE',
  'TYPE2_FILL',
  'FOUR_DOSE_COURSE',
  'THREE_DOSE_COURSE',
  'PRODUCT_REPLACED',
]);

/** Waits that are over once the dose is due: then a parent need not hear of them. */
const WAITS: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'REPEAT_INTERVAL',
  'LIVE_INTERVAL',
  'BLOOD_PRODUCT_INTERVAL',
]);

/** The name of a series in a language; an unknown id is returned as it is. */
export function seriesName(series: string, locale: Locale): string {
  return CATALOGUES[locale].series[series] ?? series;
}

/**
 * A sentence (or a few) for a reason or for the state of a series. For a doctor each reason ends with the rule's id
 * and the marks of its source; a rule from general knowledge says so.
 */
export function explain(subject: Reason | SeriesForecast, locale: Locale, audience: Audience): string {
  const words = CATALOGUES[locale];
  const gap = locale === 'en' ? ' ' : '';
  if ('code' in subject) return explainReason(words, subject, audience);
  const now = subject.status === 'due' || subject.status === 'overdue';
  const heard = (r: Reason) => FOR_PARENTS.has(r.code) && !(now && WAITS.has(r.code));
  const reasons = subject.reasons.filter((r) => audience === 'doctor' || heard(r));
  const { status, dose, dosesGiven, earliest, recommended, overdueFrom, latest } = subject;
  const facts = { dose, given: dosesGiven, earliest, recommended, overdueFrom, latest };
  const head = fill(words, words.status[status][audience], subject.series, facts);
  return [head, ...reasons.map((r) => explainReason(words, r, audience))].join(gap);
}

function explainReason(words: Catalogue, reason: Reason, audience: Audience): string {
  const { condition, ...rest } = reason.facts;
  const named =
    condition === undefined ? rest : { ...rest, condition: words.conditions[condition] ?? words.otherCondition };
  const sentence = fill(words, words.reasons[reason.code][audience], reason.series, named);
  if (audience === 'parent') return sentence;
  const source = reason.source.map((mark) => words.marks[mark] ?? mark).join(', ') || words.none;
  const rule = words.rule.replace('{ruleId}', reason.ruleId).replace('{source}', source);
  const open = words.stop === '。' ? '（' : ' (';
  return `${sentence.slice(0, -1)}${open}${rule}${words.stop === '。' ? '）' : ')'}${words.stop}`;
}

type Facts = Readonly<Record<string, string | number | null | undefined>>;

function fill(words: Catalogue, template: string, series: string | null, facts: Facts): string {
  const text = template.replace(/\{(\w+)\}/g, (_, key: string) => {
    if (key === 'series') return series === null ? words.anyVaccine : (words.series[series] ?? series);
    return String(facts[key] ?? words.none);
  });
  return text.charAt(0).toUpperCase() + text.slice(1);
}
