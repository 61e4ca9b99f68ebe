import type { ReasonCode } from '../reasons.ts';
import type { SeriesStatus } from '../types.ts';

/** A sentence for a parent and one for a doctor; `{name}` is replaced by a fact. */
export interface Sentence {
  readonly parent: string;
  readonly doctor: string;
}

export interface Catalogue {
  readonly series: Readonly<Record<string, string>>;
  readonly conditions: Readonly<Record<string, string>>;
  /** The condition has no name of its own. */
  readonly otherCondition: string;
  readonly anyVaccine: string;
  readonly status: Readonly<Record<SeriesStatus, Sentence>>;
  readonly reasons: Readonly<Record<ReasonCode, Sentence>>;
  /** Added for a doctor: the rule and its marks. */
  readonly rule: string;
  readonly marks: Readonly<Record<string, string>>;
  readonly stop: string;
  readonly none: string;
}
