import { loadSchedule, type Schedule } from '@miaoben/schedule';
import { dueOf } from './judge-due.ts';
import type { FromJudge, ToJudge } from './judge-messages.ts';

/*
 * Judges children beside the page, so that the screen stays free. It holds nothing but the schedule of the job that runs;
 * slices of an earlier job are passed over.
 */
let document: unknown;
let layers: readonly unknown[] = [];
let current = 0;
let schedule: Schedule | undefined;
let day = '';

const answer = (message: FromJudge): void => self.postMessage(message);

self.addEventListener('message', ({ data }: MessageEvent<ToJudge>) => {
  try {
    if (data.kind === 'document') ({ document, layers } = data);
    else if (data.kind === 'begin') {
      current = data.job;
      day = data.day;
      schedule = loadSchedule(document, { asOf: day }, layers);
    } else if (data.job === current && schedule) {
      const since = performance.now();
      const items = [];
      for (const file of data.files) for (const item of dueOf(file, schedule, day)) items.push(item);
      answer({ kind: 'judged', job: data.job, files: data.files.length, items, busyMs: performance.now() - since });
    }
  } catch (error) {
    // The page shows that the list could not be made; the name says where to look and holds no personal data.
    answer({
      kind: 'failed',
      job: 'job' in data ? data.job : null,
      reason: error instanceof Error ? error.name : 'Error',
    });
  }
});
