import type { DayNumber } from '../dates.ts';
import { dateOr } from './offset.ts';
import { type Dose, withinAges } from './patient.ts';
import { earlier, type SeriesProgress, statusOf } from './patient-series.ts';
import type { SeriesDose, SkipCondition, SkipSet } from './supporting-data.ts';

type CountCondition = Extract<SkipCondition, { type: 'VACCINE_COUNT' }>;

/** Where a skip is asked for (CONDSKIP-2): the reference date, and the dose being evaluated if there is one. */
export interface SkipQuestion {
  readonly context: 'EVALUATION' | 'FORECAST';
  readonly reference: DayNumber;
  /** Null in a forecast, when the whole history counts. */
  readonly evaluated: Dose | null;
}

/** 6.2, 7.1 and 7.6: whether the target dose can be skipped; one instance of the right context is enough. */
export function canSkip(progress: SeriesProgress, seriesDose: SeriesDose, question: SkipQuestion): boolean {
  return seriesDose.conditionalSkips.some((skip) => {
    if (skip.context !== 'BOTH' && skip.context !== question.context) return false;
    const sets = skip.sets.filter((set) => isInForce(progress, set, question));
    return sets.length > 0 && combine(skip.logic, sets, (set) => isSetMet(progress, set, question));
  });
}

/** RELEVANT-1 and RELEVANT-2: the anchor is the date administered, in a forecast the assessment date. */
function isInForce(progress: SeriesProgress, set: SkipSet, question: SkipQuestion): boolean {
  const anchor = question.evaluated?.date ?? progress.context.patient.assessment;
  return set.effective <= anchor && anchor <= set.cessation;
}

/** Table 6-10. */
function isSetMet(progress: SeriesProgress, set: SkipSet, question: SkipQuestion): boolean {
  return combine(set.logic, set.conditions, (condition) => isMet(progress, condition, question));
}

function combine<T>(logic: 'AND' | 'OR', items: readonly T[], test: (item: T) => boolean): boolean {
  return logic === 'AND' ? items.every(test) : items.some(test);
}

/** Tables 6-6 to 6-9. */
function isMet(progress: SeriesProgress, condition: SkipCondition, question: SkipQuestion): boolean {
  switch (condition.type) {
    case 'AGE':
      return withinAges(progress.context.patient, condition.age, question.reference);
    case 'COMPLETED_SERIES':
      return condition.seriesGroups.some((g) => progress.context.isSeriesGroupComplete(g, question.evaluated));
    case 'INTERVAL': {
      const previous = earlier(progress.context.records, question.evaluated).at(-1);
      return previous !== undefined && question.reference >= dateOr(previous.date, condition.interval, previous.date);
    }
    case 'VACCINE_COUNT':
      return compare(countDoses(progress, condition, question), condition);
  }
}

/** CONDSKIP-1: a dose that is being evaluated, or comes later, has not been administered yet. */
function countDoses(progress: SeriesProgress, condition: CountCondition, question: SkipQuestion): number {
  const { patient, records } = progress.context;
  const { cvx } = condition;
  const doses = cvx ? patient.doses.filter((dose) => cvx.has(dose.cvx)) : records;
  const cut = question.evaluated;
  return doses.filter(
    (dose) =>
      (!cut || patient.doses.indexOf(dose) < patient.doses.indexOf(cut)) &&
      withinAges(patient, condition.age, dose.date) &&
      condition.startDate <= dose.date &&
      dose.date < condition.endDate &&
      (!condition.onlyValid || statusOf(progress, dose) === 'VALID'),
  ).length;
}

/** Table 6-9. */
function compare(count: number, condition: CountCondition): boolean {
  switch (condition.compare) {
    case 'GREATER':
      return count > condition.count;
    case 'EQUAL':
      return count === condition.count;
    case 'LESS':
      return count < condition.count;
  }
}
