import { type TraceStep as EngineStep, trace, traceText } from '@miaoben/schedule';
import { trace as words } from '@miaoben/schedule/messages/zh-CN/trace';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { RecordState } from '../due/recompute.ts';
import { toHistory, toSubject } from './engine.ts';
import { nameOfSeries } from './series-name.ts';
import type { TraceStep } from './trace.type.ts';

const shapeStep = (step: EngineStep): TraceStep => ({
  series: step.series,
  seriesName: step.series === null ? null : nameOfSeries(step.series),
  dose: step.dose,
  givenOn: step.givenOn,
  check: step.check,
  text: traceText(step, words),
  passed: step.passed,
  boundDate: step.bound,
  actualDate: step.actual,
  daysShort: step.passed || step.days === null ? null : Math.abs(step.days),
  version: step.version,
  rule: step.ruleId,
  source: step.source.join(', '),
});

/** The steps by which a record was judged: its doses by date, then the forecast of each series. */
export function traceOf(catalogue: Catalogue, { subject, doses }: RecordState, asOf: string): TraceStep[] {
  const told = trace(toSubject(subject), toHistory(doses, catalogue), catalogue.schedule, asOf);
  return [...told.doses, ...told.series].flatMap(({ steps }) => steps.map(shapeStep));
}
