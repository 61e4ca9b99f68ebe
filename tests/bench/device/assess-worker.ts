import { entryAssessment, loadSchedule } from '@miaoben/schedule';
import type { JudgedFile } from '../../../pwa/src/offline/judge-due.ts';

/** What the page hands to its worker at once. */
export interface ToAssess {
  readonly document: unknown;
  readonly layers: readonly unknown[];
  readonly day: string;
  readonly files: readonly JudgedFile[];
}

/** The entry check of children beside the page, from their doses; answers how many have each result. */
self.addEventListener('message', ({ data }: MessageEvent<ToAssess>) => {
  const schedule = loadSchedule(data.document, { asOf: data.day }, data.layers);
  const counts: Record<string, number> = {};
  for (const { subject, history } of data.files) {
    const { result } = entryAssessment(subject, history, schedule, data.day);
    counts[result] = (counts[result] ?? 0) + 1;
  }
  self.postMessage(counts);
});
