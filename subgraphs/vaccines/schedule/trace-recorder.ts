import type { Context, Rec } from './context.ts';
import { ageAt, type DayNumber, type IsoDate, isoOf, type Period } from './dates.ts';
import type { SeriesRules } from './schedule.ts';
import type { CheckFacts, CheckKind, ForecastPath, RuleSet, TraceFrom, Tracer, TraceStep, Wait } from './trace-step.ts';
import type { GivenDose, SeriesForecast } from './types.ts';
import type { Verdict } from './walk.ts';

const WAIT_CHECKS: Readonly<Record<Wait['code'], CheckKind>> = {
  LIVE_INTERVAL: 'live_spacing',
  BLOOD_PRODUCT_INTERVAL: 'blood_product',
  IMMUNOGLOBULIN_INTERVAL: 'immunoglobulin',
};

/** Checks whose bound is an age; true: the bound is the last day before that age. */
const OF_AGE: ReadonlyMap<CheckKind, boolean> = new Map([
  ['min_age', false],
  ['coverage_age', false],
  ['age_limit', true],
  ['overdue', true],
]);

/** Turns what the judge hands over into steps, kept by dose and by series. */
export class Recorder implements Tracer {
  private ctx: Context | null = null;
  private readonly byDose = new Map<GivenDose, TraceStep[]>();
  private readonly bySeries = new Map<string, TraceStep[]>();
  /** By which rules each series last judged the dose at hand. */
  private readonly lastRules = new Map<GivenDose, Map<string, RuleSet>>();
  private rec: Rec | null = null;
  private series: string | null = null;
  private rules: RuleSet = 'chosen';

  /** The record whose judgement is followed; before the walk. */
  follow(ctx: Context): void {
    this.ctx = ctx;
  }

  dose(rec: Rec): void {
    this.rec = rec;
    this.series = null;
    this.rules = 'chosen';
  }

  by(rules: RuleSet, series: string): void {
    this.rules = rules;
    this.series = series;
    if (!this.rec) return;
    const known = this.lastRules.get(this.rec.given) ?? new Map<string, RuleSet>();
    if (rules !== 'coverage') this.lastRules.set(this.rec.given, known.set(series, rules));
  }

  step(facts: CheckFacts): void {
    const step = this.made(facts);
    if (this.rec) push(this.byDose, this.rec.given, step);
    else if (step.series !== null) push(this.bySeries, step.series, step);
  }

  /** What the walk made of a dose, after all its checks. */
  verdict({ rec, series, valid, reasons }: Verdict): void {
    this.dose(rec);
    for (const { series: id, dose } of series) {
      this.series = id;
      this.rules = this.lastRules.get(rec.given)?.get(id) ?? 'chosen';
      this.step({ check: 'verdict', passed: true, ruleId: `${id}.complete`, ...(dose !== null && { dose }) });
    }
    const [first] = reasons;
    if (valid || !first) return;
    this.dose(rec);
    this.step({ check: 'verdict', passed: false, ruleId: first.ruleId, source: first.source, series: first.series });
  }

  /** The steps of a dose; one that no class of the statistics counted gets that as its last. */
  ofDose(given: GivenDose): readonly TraceStep[] {
    const rec = this.following().recs.find((r) => r.given === given);
    if (rec && !this.byDose.get(given)?.some((s) => s.check === 'coverage')) {
      this.dose(rec);
      this.rules = 'coverage';
      const ruleId = rec.duplicate ? 'coverage.duplicates' : 'coverage.ranking';
      this.step({ check: 'coverage', passed: false, ruleId });
    }
    return this.byDose.get(given) ?? [];
  }

  /** From here on the steps are those of the forecast. */
  forecast(): void {
    this.byDose.clear();
    this.rec = null;
  }

  path({ rules, target, waits, postponed, barred, earliest }: ForecastPath): void {
    const { id } = rules;
    const { asOf } = this.following();
    const { number: dose, needed, minDay, endDay, overdueDay, recommendedDay } = target;
    const { source } = target.rule;
    this.by('chosen', id);
    const given = this.given(id);
    this.step({ check: 'target', passed: true, ruleId: `${id}-${dose}.target`, source, dose, needed, given });
    const bound = (check: CheckKind, day: DayNumber, more: Omit<CheckFacts, 'check' | 'passed'>) =>
      this.step({ check, passed: asOf >= day, dose, bound: day, binds: day === earliest, ...more });
    bound('min_age', minDay, { ruleId: `${id}-${dose}.minAge`, source });
    for (const { day: from, min: length, due } of target.after)
      bound('interval', due, { ruleId: `${id}-${dose}.minInterval`, source, from, length });
    for (const { code, due, ruleId, source: marks, otherVaccine } of waits)
      bound(WAIT_CHECKS[code], due, { ruleId, source: marks, ...(otherVaccine && { otherVaccine }) });
    this.state(postponed, barred, dose, earliest);
    bound('recommended', Math.max(recommendedDay, earliest), { ruleId: `${id}-${dose}.minAge`, source, binds: false });
    const last = (check: CheckKind, day: DayNumber, cell: string, isAge = true) =>
      this.step({
        check,
        passed: asOf <= day,
        dose,
        bound: day,
        ruleId: `${id}-${dose}.${cell}`,
        source,
        ...(!isAge && { length: null }),
      });
    const fixed = target.rule.completeAfterFirst === null;
    if (overdueDay !== null) last('overdue', overdueDay - 1, 'completeBefore', fixed);
    last('age_limit', endDay - 1, 'catchUpBefore');
  }

  private state(
    postponed: ForecastPath['postponed'],
    barred: ForecastPath['barred'],
    dose: number,
    earliest: DayNumber,
  ): void {
    if (barred) {
      const { ruleId, source, facts } = barred;
      const { condition } = facts;
      this.step({ check: 'health_state', passed: false, ruleId, source, dose, ...(condition && { condition }) });
    } else if (postponed) {
      const { condition, source, until } = postponed;
      const passed = until !== null && this.following().asOf >= until;
      const binds = until === earliest;
      this.step({ check: 'health_state', passed, ruleId: condition, source, dose, condition, bound: until, binds });
    }
  }

  /** The steps of a series, closed by its status. */
  ofSeries({
    series,
    status,
    dose,
    dosesNeeded: needed,
    dosesGiven: given,
    reasons,
  }: SeriesForecast): readonly TraceStep[] {
    this.by('chosen', series);
    const [first] = reasons;
    const why = { ruleId: first?.ruleId ?? 'status', source: first?.source ?? ['derived'] };
    if (status === 'complete') this.step({ check: 'complete', passed: true, needed, given, ...why });
    if (status === 'not_applicable') this.step({ check: 'eligibility', passed: false, ...why });
    this.step({ check: 'status', passed: true, ruleId: 'status', status, given, ...(dose !== null && { dose }) });
    return this.bySeries.get(series) ?? [];
  }

  private following(): Context {
    if (!this.ctx) throw new Error('follow a record first');
    return this.ctx;
  }

  private given(series: string): number {
    return this.following().states.get(series)?.accepted.length ?? 0;
  }

  private made(facts: CheckFacts): TraceStep {
    const ctx = this.following();
    const { rec } = this;
    const bound = facts.bound ?? null;
    const day = rec ? rec.day : ctx.asOf;
    const held = bound === null || Number.isNaN(day) ? null : day;
    const series = facts.series === undefined ? this.series : facts.series;
    return {
      doseId: rec?.given.id ?? null,
      givenOn: rec?.given.date ?? null,
      vaccine: rec?.given.vaccine ?? null,
      series,
      dose: facts.dose ?? null,
      check: facts.check,
      rules: this.rules,
      version: this.version(),
      passed: facts.passed,
      bound: bound === null ? null : isoOf(bound),
      actual: held === null ? null : isoOf(held),
      days: held === null || bound === null ? null : held - bound,
      binds: facts.binds ?? false,
      length: facts.length === undefined && bound !== null ? this.age(facts.check, bound) : (facts.length ?? null),
      from: facts.from === undefined ? null : this.from(facts.from, series),
      otherVaccine: facts.otherVaccine ?? null,
      condition: facts.condition ?? null,
      status: facts.status ?? null,
      needed: facts.needed ?? null,
      given: facts.given ?? null,
      ruleId: facts.ruleId,
      source: facts.source ?? ctx.schedule.rules.get(facts.ruleId)?.source ?? this.seriesRules(series)?.source ?? [],
    };
  }

  private version(): string {
    const { timeline, id } = this.following().schedule;
    if (this.rules !== 'in_force' || !this.rec) return id;
    const { day } = this.rec;
    return (timeline.findLast((v) => v.from <= day) ?? timeline[0])?.id ?? id;
  }

  private seriesRules(series: string | null): SeriesRules | undefined {
    return series === null ? undefined : this.following().schedule.byId.get(series);
  }

  /** The age a bound stands for. */
  private age(check: CheckKind, bound: DayNumber): Period | null {
    const last = OF_AGE.get(check);
    const { birth } = this.following();
    const day = last ? bound + 1 : bound;
    if (last === undefined || day < birth) return null;
    const { years, months, days } = ageAt(isoOf(birth), isoOf(day));
    return { months: years * 12 + months, days };
  }

  /** The accepted dose of a day: of the series itself before those of others. */
  private from(day: DayNumber, series: string | null): TraceFrom {
    const date: IsoDate = isoOf(day);
    const { states } = this.following();
    const own = series === null ? undefined : states.get(series);
    const places = own && series !== null ? [[series, own] as const, ...states] : [...states];
    for (const [id, { accepted }] of places) {
      const index = accepted.findIndex((a) => a.day === day);
      if (index >= 0) return { date, series: id, dose: index + 1 };
    }
    return { date, series: null, dose: null };
  }
}

function push<Key>(map: Map<Key, TraceStep[]>, key: Key, step: TraceStep): void {
  const list = map.get(key);
  if (list) list.push(step);
  else map.set(key, [step]);
}
