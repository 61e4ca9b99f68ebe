import {
  coverageSlots,
  entryAssessment,
  evaluate,
  explain,
  forecast,
  type GivenDose,
  loadSchedule,
  remainingDoses,
  type Schedule,
  type Subject,
  visitPlan,
} from './index.ts';
import { doctor as enDoctor } from './messages/en/doctor.ts';
import { parent as enParent } from './messages/en/parent.ts';
import { doctor as zhDoctor } from './messages/zh-CN/doctor.ts';
import { parent as zhParent } from './messages/zh-CN/parent.ts';

/** Everything the engine says of a child, as text: what two builds of it must agree on byte for byte. */
export function answerer(document: unknown): (child: string) => string {
  const versions = new Map<string, Schedule>();
  return (text) => {
    const {
      subject,
      history,
      asOf,
      versionId,
    }: {
      subject: Subject;
      history: GivenDose[];
      asOf: string;
      versionId: string;
    } = JSON.parse(text);
    const schedule = versions.get(versionId) ?? loadSchedule(document, versionId);
    versions.set(versionId, schedule);
    const series = forecast(subject, history, schedule, asOf);
    return JSON.stringify({
      judged: evaluate(subject, history, schedule, asOf),
      series,
      words: series.map((f) => [zhDoctor, zhParent, enDoctor, enParent].map((words) => explain(f, words))),
      slots: coverageSlots(subject, history, schedule),
      entry: entryAssessment(subject, history, schedule, asOf),
      visit: visitPlan(subject, history, schedule, asOf),
      plan: remainingDoses(subject, history, schedule, asOf),
    });
  };
}
