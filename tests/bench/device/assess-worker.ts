import { entryAssessment, loadSchedule, type Schedule } from '@miaoben/schedule';
import type { JudgedFile } from '../../../pwa/src/offline/judge-due.ts';
import { warmUp } from '../../../pwa/src/offline/judge-warm.ts';

/** What the page hands to its worker: the document, to be compiled only or warmed up as the app does; then the children. */
export type ToAssess =
  | { kind: 'ready'; document: unknown; layers: readonly unknown[]; day: string; isWarm: boolean }
  | { kind: 'assess'; day: string; files: readonly JudgedFile[] };

let schedule: Schedule | undefined;

/** The entry check of children beside the page, from their doses; answers how many have each result. */
self.addEventListener('message', ({ data }: MessageEvent<ToAssess>) => {
  const counts: Record<string, number> = {};
  if (data.kind === 'ready') {
    schedule = loadSchedule(data.document, { asOf: data.day }, data.layers);
    if (data.isWarm) warmUp(schedule, data.day);
  } else if (schedule) {
    for (const { subject, history } of data.files) {
      const { result } = entryAssessment(subject, history, schedule, data.day);
      counts[result] = (counts[result] ?? 0) + 1;
    }
  }
  self.postMessage(counts);
});
