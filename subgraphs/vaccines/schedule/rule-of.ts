import type { Schedule, SeriesRules, SourceText } from './schedule.ts';

/** A rule as a reason names it: where it stands and, as far as the data hold them, its words (English). */
export interface Rule {
  readonly id: string;
  readonly sources: readonly SourceText[];
  readonly text: string | null;
}

/** `DTaP-4.minInterval`: a cell of the schedule table. */
const OF_DOSE = /^(.+)-(\d+)\.(\w+)$/;
/** `JE.notRoutineIn`: a rule of a whole series. */
const OF_SERIES = /^([^.]+)\.\w+$/;

/**
 * The rule behind an id of a reason or of a step: a rule or health state of the data by its own id, a cell of the schedule table
 * (`DTaP-4.minInterval`) or a rule of a series (`JE.notRoutineIn`). Null: no such rule.
 */
export function ruleOf(schedule: Schedule, ruleId: string): Rule | null {
  const own = schedule.rules.get(ruleId) ?? schedule.rules.get(ruleId.slice(ruleId.indexOf('.') + 1));
  const source = own?.source ?? schedule.health.states.get(ruleId)?.source ?? marksOf(schedule, ruleId);
  if (!source) return ofProvinces(schedule, ruleId);
  return { id: ruleId, sources: source.map((mark) => sourceOf(schedule, mark)), text: own?.text ?? null };
}

/** A rule only a province has. */
function ofProvinces({ variants }: Schedule, ruleId: string): Rule | null {
  for (const { schedule } of variants) {
    const found = ruleOf(schedule, ruleId);
    if (found) return found;
  }
  return null;
}

/** The document behind a mark; `derived` is computed from marked facts and has none. */
function sourceOf(schedule: Schedule, mark: string): SourceText {
  return schedule.sources.get(mark) ?? { mark, title: mark, docNo: null };
}

function marksOf(schedule: Schedule, ruleId: string): readonly string[] | null {
  const cell = OF_DOSE.exec(ruleId);
  if (cell?.[3] === 'repeat') return schedule.rules.get('repeat')?.source ?? null;
  const table = cell && schedule.byId.get(cell[1]!);
  if (table) return cellMarks(table, Number(cell[2]));
  const id = cell?.[1] ?? OF_SERIES.exec(ruleId)?.[1];
  if (!id) return null;
  const later = schedule.laterSeries.find((s) => s.id === id);
  // A vaccine outside the programme is a rule of the data by its id.
  return schedule.byId.get(id)?.source ?? later?.source ?? schedule.rules.get(id)?.source ?? null;
}

function cellMarks({ doses, groups, lowWeight, source }: SeriesRules, dose: number): readonly string[] {
  const tables = [doses, ...groups.map((g) => g.doses), lowWeight?.doses ?? []];
  for (const table of tables) for (const row of table) if (row.dose === dose) return row.source;
  return source;
}
