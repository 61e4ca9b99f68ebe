import type { Period } from './dates.ts';
import { vaccineText } from './explain.ts';
import { capital, type Facts, fill } from './fill.ts';
import type { TraceWords, Units } from './messages/words.ts';
import type { CheckKind, TraceFrom, TraceStep } from './trace-step.ts';

export type { TraceWords } from './messages/words.ts';

/** Checks whose bound is a last day. */
const LAST_DAY: ReadonlySet<CheckKind> = new Set<CheckKind>(['age_limit', 'lot', 'overdue']);

/** Days stay as they are: steps are compared, not read aloud. */
const same = (day: string) => day;

/** One line for a step of a trace, in the words of `@miaoben/schedule/messages/<language>/trace`. */
export function traceText(step: TraceStep, words: TraceWords): string {
  const { doctor } = words;
  const { bound, actual, days, passed } = step;
  const put = (template: string, facts: Facts) => fill(template, facts, same);
  const nameOf = (series: string) => doctor.series[series] ?? series;
  const n = days === null || passed ? null : Math.abs(days);
  const check = put(words.checks[step.check], {
    given: step.given,
    needed: step.needed,
    status: step.status && words.status[step.status],
    condition: step.condition && (doctor.conditions[step.condition] ?? doctor.otherCondition),
    otherVaccine: step.otherVaccine && vaccineText(step.otherVaccine, doctor),
    length: step.length && periodText(step.length, step.from ? words.length : words.age),
    from: step.from && fromText(step.from, step.series, words),
  });
  const source = step.source.map((mark) => doctor.marks[mark] ?? mark).join(doctor.between);
  return capital(
    put(words.step, {
      series: step.series && nameOf(step.series),
      dose: step.dose,
      check,
      bound: bound && put(LAST_DAY.has(step.check) ? words.notAfter : words.notBefore, { bound }),
      actual: actual && put(step.doseId === null ? words.today : words.given, { actual }),
      difference: n && put(difference(step, words), { n }),
      binds: step.binds ? words.binds : null,
      mark: passed ? words.passed : words.failed,
      rules: put(words.rules[step.rules], { version: step.version }),
      ruleId: step.ruleId,
      source: source || null,
    }).trim(),
  );
}

function difference({ days, doseId }: TraceStep, words: TraceWords): string {
  if ((days ?? 0) > 0) return words.late;
  return doseId === null ? words.left : words.early;
}

/** Years when they are whole and more than one, else months, and days. */
function periodText({ months, days }: Period, units: Units): string {
  const whole = months >= 24 && months % 12 === 0;
  const parts: string[] = [];
  if (months > 0) parts.push(fill(whole ? units.years : units.months, { n: whole ? months / 12 : months }, same));
  if (days > 0 || months === 0) parts.push(fill(units.days, { n: days }, same));
  return parts.join(' ');
}

function fromText({ date, series, dose }: TraceFrom, own: string | null, words: TraceWords): string {
  const other = series === null || series === own ? null : (words.doctor.series[series] ?? series);
  return fill(words.from, { series: other, dose, date }, same);
}
