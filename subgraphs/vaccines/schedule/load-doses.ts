import type { Period } from './dates.ts';
import type { Node } from './reader.ts';
import type { DoseRule, IntervalRule } from './schedule.ts';

/** The doses of a table; `upperAge` bounds those that name no catch-up age of their own. */
export function readDoses(table: Node, upperAge: Period, inherited: string[] = []): DoseRule[] {
  return table.list().map((node) => readDose(node, upperAge, inherited));
}

function readDose(node: Node, upperAge: Period, inherited: string[]): DoseRule {
  const afterFirst = node.optPeriod('recommendedInterval');
  const hours = node.opt('timely')?.opt('hours')?.number();
  const own = node.source();
  return {
    dose: node.get('dose').number(),
    // A dose planned by the time since dose 1 has no age of its own (note on HPV dose 2 in the data).
    minAge: afterFirst ? null : node.optPeriod('minAge'),
    recommendedAge: afterFirst ? null : node.optPeriod('recommendedAge'),
    completeBefore: hours ? { months: 0, days: Math.ceil(hours / 24) } : node.optPeriod('completeBefore'),
    catchUpBefore: node.optPeriod('catchUpBefore') ?? upperAge,
    intervals: node.opt('minIntervals')?.list().map(readInterval) ?? [],
    recommendedAfterFirst: afterFirst,
    completeAfterFirst: node.optPeriod('completeWithinAfterDose1'),
    source: own.length ? own : inherited,
  };
}

export function readInterval(node: Node): IntervalRule {
  const from = node.get('from');
  const min = node.get('min').period();
  if (typeof from.value === 'number') return { from: from.value, min };
  return { from: { series: from.get('series').text(), dose: from.get('dose').number() }, min };
}

/** A table of offsets from dose 1 (label courses) as dose rules; the gap between two offsets holds between their doses. */
export function readOffsets(table: Node, upperAge: Period, source: string[]): DoseRule[] {
  let before: Period = { months: 0, days: 0 };
  return table.list().map((node, i) => {
    const offset = node.optPeriod('offset');
    const intervals: IntervalRule[] = [];
    if (offset && i > 0) {
      intervals.push({ from: 1, min: offset });
      if (i > 1)
        intervals.push({ from: i, min: { months: offset.months - before.months, days: offset.days - before.days } });
      before = offset;
    }
    return {
      dose: i + 1,
      minAge: null,
      recommendedAge: null,
      completeBefore: null,
      catchUpBefore: upperAge,
      intervals,
      recommendedAfterFirst: null,
      completeAfterFirst: null,
      source,
    };
  });
}
