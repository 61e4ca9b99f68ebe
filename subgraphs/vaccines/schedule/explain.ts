import { capital, type Facts, fill } from './fill.ts';
import type { DoctorWords, Words } from './messages/words.ts';
import type { Reason, ReasonCode } from './reasons.ts';
import type { SeriesForecast, SeriesStatus } from './types.ts';

export type { DoctorWords, Words } from './messages/words.ts';

/** What a parent hears only while it keeps the dose back. */
const WAITS: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'DEFERRAL',
  'REPEAT_INTERVAL',
  'LIVE_INTERVAL',
  'BLOOD_PRODUCT_INTERVAL',
  'IMMUNOGLOBULIN_INTERVAL',
]);

/** What the head already says, or is arithmetic: for the doctor. */
const NOT_FOR_PARENTS: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'COMPLETE',
  'OVERDUE',
  'NOT_NEEDED',
  'AGE_LIMIT',
  'CONTRAINDICATION',
  'MIN_AGE',
  'MIN_INTERVAL',
]);

/** The name of a series in the given words; an unknown id is returned as it is. */
export function seriesName(series: string, words: Words): string {
  return words.series[series] ?? series;
}

/**
 * A sentence (or a few) for a reason or for the state of a series, in the words given: those of
 * `@miaoben/schedule/messages/<language>/parent` or `…/doctor`. For a doctor each reason ends with the rule's id and
 * the document behind it; a rule from general knowledge says so.
 */
export function explain(subject: Reason | SeriesForecast, words: Words): string {
  if ('code' in subject) return sentence(subject, words);
  const { status, dose, dosesGiven: given, recommended, overdueFrom, latest, reasons } = subject;
  const earliest = promised(subject);
  const facts = { dose, given, earliest, recommended, overdueFrom, latest };
  const head = capital(fill(words.status[status], { ...facts, series: seriesName(subject.series, words) }, words.date));
  const told = isDoctors(words) ? reasons : reasons.filter((r) => isHeard(r.code, status)).map(without(earliest));
  return [head, ...told.map((r) => sentence(r, words))].join(words.gap);
}

/** A deferral without an end promises no day. */
function promised({ status, earliest, reasons }: SeriesForecast): string | null {
  const open = status === 'deferred' && reasons.some((r) => r.code === 'DEFERRAL' && r.facts.until === undefined);
  return open ? null : earliest;
}

function isHeard(code: ReasonCode, status: SeriesStatus): boolean {
  if (status === 'contraindicated') return code === 'SKIN_TEST_POSITIVE';
  if (NOT_FOR_PARENTS.has(code)) return false;
  return !WAITS.has(code) || status === 'deferred' || status === 'not_yet';
}

/** A reason without the day that was named already. */
function without(day: string | null): (reason: Reason) => Reason {
  return (reason) => {
    const { requiredDate, until, ...rest } = reason.facts;
    return day !== null && (requiredDate === day || until === day) ? { ...reason, facts: rest } : reason;
  };
}

function sentence({ code, series, facts, ruleId, source }: Reason, words: Words): string {
  const name = series === null ? null : seriesName(series, words);
  const other = facts.otherSeries && seriesName(facts.otherSeries, words);
  const named: Facts = { ...facts, series: name ?? words.anyVaccine, ofSeries: name, otherSeries: other };
  if (!isDoctors(words)) return capital(fill(words.reasons[code], named, words.date));
  const { condition, otherVaccine, lot } = facts;
  const told: Facts = {
    ...named,
    condition: condition && (words.conditions[condition] ?? words.otherCondition),
    otherVaccine: otherVaccine && vaccineText(otherVaccine, words),
    lot: lot && words.lots[lot],
  };
  const text = capital(fill(words.reasons[code], told, words.date));
  return text.slice(0, -words.stop.length) + citation(ruleId, source, words) + words.stop;
}

const isDoctors = (words: Words): words is DoctorWords => words.audience === 'doctor';

/** The national code of a vaccine with the name of its class, as far as the words have one. */
export function vaccineText(code: string, { classes, locale }: DoctorWords): string {
  const name = classes[code.slice(0, 2)];
  if (name === undefined) return code;
  return locale === 'en' ? `${name} (${code})` : `${name}（${code}）`;
}

/** Where a rule stands: its id and the documents behind its marks. */
function citation(ruleId: string, source: readonly string[], words: DoctorWords): string {
  const documents = source.map((mark) => words.marks[mark] ?? mark).join(words.between);
  return words.rule.replace('{ruleId}', () => ruleId).replace('{source}', () => documents);
}
