import type { Period } from '../dates.ts';
import { readInterval } from '../load-doses.ts';
import type { Node } from '../reader.ts';
import type { IntervalRule } from '../schedule.ts';
import type { OtherDose, OtherTable } from './rules.ts';

/** The age windows bound these doses, not the programme's upper age. */
const NO_BOUND: Period = { months: Number.POSITIVE_INFINITY, days: 0 };

/** The tables of a vaccine, the usual one first; those by the age at the first dose keep its first dose. */
export function readTables(node: Node): OtherTable[] {
  const rows = node.opt('schedule') ?? node.opt('doses');
  if (!rows) return [];
  const source = node.source();
  // A plain number of doses without a table is what the label orders.
  if (typeof rows.value === 'number') return rows.number() === 1 ? [table([dose(1, { source })])] : [];
  const completeBefore = node.optPeriod('completeBefore');
  const usual = rows.list().map((row) => readDose(row, source, completeBefore));
  const first = usual[0] ?? rows.fail('at least one dose');
  const later = node.opt('catchUp')?.list() ?? [];
  const two = node.opt('twoDose');
  return [
    table(usual),
    ...later.map((step) => readStep(step, first, source, completeBefore)),
    ...(two ? [readTwoDose(two, first)] : []),
  ];
}

function table(
  doses: readonly OtherDose[],
  startFrom: Period | null = null,
  startBefore: Period | null = null,
): OtherTable {
  return { startFrom, startBefore, doses };
}

/** A further table: its own rows, or so many doses with one interval between them. */
function readStep(step: Node, first: OtherDose, marks: string[], completeBefore: Period | null): OtherTable {
  const own = step.source();
  const source = own.length ? own : marks;
  const rows = step
    .opt('table')
    ?.list()
    .map((row) => readDose(row, source, completeBefore));
  const further = rows ?? repeated(step.get('doses').number(), step.optPeriod('minInterval'), source);
  return table([first, ...further], step.get('startFrom').period(), step.optPeriod('startBefore'));
}

function repeated(count: number, min: Period | null, source: string[]): OtherDose[] {
  const doses: OtherDose[] = [];
  for (let n = 2; n <= count; n++) doses.push(dose(n, { source, intervals: min ? [{ from: n - 1, min }] : [] }));
  return doses;
}

/** The two-dose course of those who begin young (HPV). */
function readTwoDose(node: Node, first: OtherDose): OtherTable {
  const ages = node.opt('imported') ?? node;
  const offset = node.get('offsets').list()[1] ?? node.get('offsets').fail('two offsets');
  const second = dose(2, {
    source: node.source(),
    intervals: [{ from: 1, min: node.get('minInterval').period() }],
    recommendedAfterFirst: offset.period(),
  });
  return table([first, second], ages.get('ageFrom').period(), ages.get('ageBefore').period());
}

function readDose(row: Node, marks: string[], completeBefore: Period | null): OtherDose {
  const number = row.get('dose').number();
  const offset = number > 1 ? row.optPeriod('offset') : null;
  const own = row.source();
  const intervals = row.opt('minIntervals')?.list() ?? [];
  return dose(number, {
    minAge: row.optPeriod('minAge'),
    recommendedAge: row.optPeriod('recommendedAge'),
    maxAge: row.optPeriod('maxAge'),
    completeBefore: row.optPeriod('completeBefore') ?? completeBefore,
    intervals: [...(offset ? [{ from: 1, min: offset } as const] : []), ...intervals.map(readInterval)],
    maxInterval: intervals.map((i) => i.optPeriod('max')).find((max) => max !== null) ?? null,
    source: own.length ? own : marks,
  });
}

function dose(number: number, fields: Partial<OtherDose> & { source: readonly string[] }): OtherDose {
  const none: readonly IntervalRule[] = [];
  return {
    dose: number,
    minAge: null,
    recommendedAge: null,
    maxAge: null,
    maxInterval: null,
    completeBefore: null,
    catchUpBefore: NO_BOUND,
    intervals: none,
    recommendedAfterFirst: null,
    completeAfterFirst: null,
    ...fields,
  };
}
