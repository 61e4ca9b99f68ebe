import type { IsoDate } from '../dates.ts';
import type { ReasonCode, ReasonFacts } from '../reasons.ts';
import type { CheckKind, RuleSet } from '../trace-step.ts';
import type { SeriesStatus } from '../types.ts';

/*
 * Texts are templates. `{name}` is a fact; `{name:one|many}` chooses by number; a part in `[ ]` is left out when one
 * of its facts is absent, so every fact that may be absent stands in one. Facts that are dates are written out by
 * `date`. A template is one or more whole sentences, good to be read aloud.
 */

/** Words of one language for one kind of reader. Each lies in a file of its own: a bundle holds what it names. */
export interface Words {
  readonly locale: 'zh-CN' | 'en';
  readonly audience: 'parent' | 'doctor';
  /** Name of a series by its id; a series without one is called by its id. */
  readonly series: Readonly<Record<string, string>>;
  readonly anyVaccine: string;
  readonly status: Readonly<Record<SeriesStatus, string>>;
  readonly reasons: Readonly<Record<ReasonCode, string>>;
  /** Between two sentences. */
  readonly gap: string;
  date(day: IsoDate): string;
}

/** What a doctor is told besides: where a rule stands, and the names of coded states. */
export interface DoctorWords extends Words {
  readonly audience: 'doctor';
  /** Put before the full stop of each sentence: `{ruleId}`, `{source}`. */
  readonly rule: string;
  readonly stop: string;
  /** Short titles of the documents behind the marks; of GK and derived what they mean. */
  readonly marks: Readonly<Record<string, string>>;
  readonly between: string;
  readonly conditions: Readonly<Record<string, string>>;
  /** A condition without a name of its own. */
  readonly otherCondition: string;
  /** What was wrong with a lot. */
  readonly lots: Readonly<Record<NonNullable<ReasonFacts['lot']>, string>>;
  /** Names of vaccine classes by the first two digits of the national code. */
  readonly classes: Readonly<Record<string, string>>;
}

/** Templates with the number `{n}`. */
export interface Units {
  readonly years: string;
  readonly months: string;
  readonly days: string;
}

/** How the steps of a judgement are told, in the words of a doctor; dates stay YYYY-MM-DD, to be compared. */
export interface TraceWords {
  readonly doctor: DoctorWords;
  /** The whole line; its parts are the templates below. */
  readonly step: string;
  readonly checks: Readonly<Record<CheckKind, string>>;
  readonly rules: Readonly<Record<RuleSet, string>>;
  readonly status: Readonly<Record<SeriesStatus, string>>;
  readonly notBefore: string;
  readonly notAfter: string;
  /** The day held against the bound: of a dose, of a forecast. */
  readonly given: string;
  readonly today: string;
  /** Days by which a dose missed its bound, and days a forecast still waits. */
  readonly early: string;
  readonly left: string;
  readonly late: string;
  readonly binds: string;
  /** The dose an interval runs from; its series when it is another one. */
  readonly from: string;
  /** An interval, and an age. */
  readonly length: Units;
  readonly age: Units;
  readonly passed: string;
  readonly failed: string;
}
