import { loadSchedule, type Schedule } from '@miaoben/schedule';
import { dueOf } from './judge-due.ts';
import type { FromJudge, ToJudge } from './judge-messages.ts';
import { warmUp } from './judge-warm.ts';

/*
 * Judges children beside the page, so that the screen stays free. It holds nothing but the schedule of the day asked for last;
 * slices of an earlier job are passed over.
 */
let document: unknown;
let layers: readonly unknown[] = [];
let current = 0;
let schedule: Schedule | undefined;
let day = '';

/** The schedule of the document on a day, compiled once. */
function scheduleOn(date: string): Schedule {
  if (!schedule || day !== date) schedule = loadSchedule(document, { asOf: date }, layers);
  day = date;
  return schedule;
}

const answer = (message: FromJudge): void => self.postMessage(message);

self.addEventListener('message', ({ data }: MessageEvent<ToJudge>) => {
  try {
    if (data.kind === 'document') {
      ({ document, layers } = data);
      schedule = undefined;
    } else if (data.kind === 'ready') warmUp(scheduleOn(data.day), data.day);
    else if (data.kind === 'begin') {
      current = data.job;
      scheduleOn(data.day);
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
