import type { DoseRule, Period, Schedule, SeriesRules } from '@miaoben/schedule';

/** One dose in the chart. */
export interface ChartDose {
  dose: number;
  /** Age at which the programme plans it; null: planned by time since the first dose. */
  age: Period | null;
  rule: DoseRule;
}

/** One line of the chart. */
export interface ChartSeries {
  id: string;
  doses: ChartDose[];
  rules: SeriesRules;
}

export interface Chart {
  series: ChartSeries[];
  /** The ages at which anything is planned, youngest first. */
  ages: Period[];
}

export const isSameAge = (a: Period | null, b: Period): boolean =>
  a !== null && a.months === b.months && a.days === b.days;

const sum = (a: Period, b: Period): Period => ({ months: a.months + b.months, days: a.days + b.days });

/** Vaccine by age, as the programme's own table has it: at which age each routine dose is planned. */
export function chartOf(schedule: Schedule): Chart {
  const series = schedule.series
    .map((rules) => ({ id: rules.id, rules, doses: dosesOf(rules) }))
    .filter(({ doses }) => doses.length > 0);
  const ages: Period[] = [];
  for (const { doses } of series)
    for (const { age } of doses) if (age && !ages.some((held) => isSameAge(age, held))) ages.push(age);
  ages.sort((a, b) => a.months - b.months || a.days - b.days);
  return { series, ages };
}

function dosesOf(rules: SeriesRules): ChartDose[] {
  // Before 2025 every child got one DT at school age; the table states it apart from the numbered doses.
  if (rules.dt) return rules.dt.routine ? [routineDt(rules.dt)] : [];
  const first = rules.doses[0]?.recommendedAge ?? null;
  return rules.doses.map((rule) => ({
    dose: rule.dose,
    age: rule.recommendedAge ?? (first && rule.recommendedAfterFirst ? sum(first, rule.recommendedAfterFirst) : null),
    rule,
  }));
}

function routineDt(dt: NonNullable<SeriesRules['dt']>): ChartDose {
  const rule: DoseRule = {
    dose: 1,
    minAge: dt.schoolAge,
    recommendedAge: dt.schoolAge,
    completeBefore: null,
    catchUpBefore: dt.before,
    intervals: dt.afterDtap.map(({ doses, min }) => ({ from: { series: 'DTaP', dose: doses }, min })),
    recommendedAfterFirst: null,
    completeAfterFirst: null,
    source: dt.source,
  };
  return { dose: 1, age: dt.schoolAge, rule };
}
