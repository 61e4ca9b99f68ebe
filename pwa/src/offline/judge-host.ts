import type { DueItem, JudgedFile } from './judge-due.ts';
import type { FromJudge, ToJudge } from './judge-messages.ts';
import { heldSchedule } from './schedule-held.ts';

/** Children handed over at a time: small enough that neither side holds the screen. */
const SLICE = 100;

let worker: Worker | undefined;
/** The document the worker has: it is large, and is sent once. */
let sent: unknown;
let jobs = 0;

/** A worker that could not go on is replaced by the next job. */
function judge(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL('./judge-worker.ts', import.meta.url), { type: 'module' });
  // Also while nobody waits: the next job gets another one.
  worker.addEventListener('error', drop);
  return worker;
}

function drop(): void {
  worker?.terminate();
  worker = undefined;
  sent = undefined;
}

/** The screen draws and answers between two slices. */
const breath = () => new Promise((resolve) => setTimeout(resolve));

function tellDocument(document: unknown, layers: readonly unknown[]): void {
  if (sent === document) return;
  judge().postMessage({ kind: 'document', document, layers } satisfies ToJudge);
  sent = document;
}

/** Starts the worker and has it warm for a day, while the children are still being read. What fails here fails again when asked. */
export async function readyJudge(day: string): Promise<void> {
  const { document, layers } = await heldSchedule();
  tellDocument(document, layers);
  judge().postMessage({ kind: 'ready', day } satisfies ToJudge);
}

/**
 * Judges children in the worker by the schedule this device holds. `fileAt` is asked for each child when its turn comes.
 * @param onProgress children judged so far
 * @returns what is due; null when `signal` ended it
 * Throws when the worker cannot judge (its script did not come, or the document is broken).
 */
export async function judgeAll(
  count: number,
  fileAt: (index: number) => JudgedFile,
  day: string,
  onProgress: (judged: number) => void,
  signal: AbortSignal,
): Promise<DueItem[] | null> {
  const { document, layers } = await heldSchedule();
  if (signal.aborted) return null;
  jobs += 1;
  const job = jobs;
  const to = judge();
  const tell = (message: ToJudge) => to.postMessage(message);
  const items: DueItem[] = [];
  let judged = 0;
  const whole = new Promise<DueItem[] | null>((resolve, reject) => {
    const release = () => {
      to.removeEventListener('message', take);
      to.removeEventListener('error', fail);
      signal.removeEventListener('abort', stop);
    };
    const stop = () => {
      release();
      resolve(null);
    };
    const fail = (event: ErrorEvent) => {
      release();
      drop();
      reject(new Error(event.message || 'the judge did not start'));
    };
    const take = ({ data }: MessageEvent<FromJudge>) => {
      if (data.job !== null && data.job !== job) return;
      if (data.kind === 'failed') {
        release();
        reject(new Error(data.reason));
        return;
      }
      for (const item of data.items) items.push(item);
      judged += data.files;
      onProgress(judged);
      if (judged < count) return;
      release();
      resolve(items);
    };
    to.addEventListener('message', take);
    to.addEventListener('error', fail);
    signal.addEventListener('abort', stop);
    if (count === 0) {
      release();
      resolve(items);
    }
  });
  const feed = async () => {
    tellDocument(document, layers);
    tell({ kind: 'begin', job, day });
    for (let from = 0; from < count && !signal.aborted; from += SLICE) {
      const files = Array.from({ length: Math.min(SLICE, count - from) }, (_, i) => fileAt(from + i));
      tell({ kind: 'files', job, files });
      await breath();
    }
  };
  const [found] = await Promise.all([whole, feed()]);
  return found;
}
