import { loadSchedule, ScheduleFormatError } from '@miaoben/schedule';
import { signal } from '@preact/signals';
import { client } from '../data/client.ts';
import { ActiveSchedule } from '../data/generated/clinic.ts';
import { currentDay } from './day.ts';
import { heldSchedule, keepSchedule } from './schedule-held.ts';

const LOCK = 'miaoben-schedule';

/** What the file desk gives out as the schedule in use. */
interface ScheduleFile {
  documentId: string;
  document: unknown;
  layers: readonly unknown[];
}

/** `unreadable`: this app is older than the active document; it goes on with the one it holds until it is updated. */
type Outcome = 'current' | 'changed' | 'away' | 'unreadable';

/** How the last try to take over the active document ended; null before the first. */
export const scheduleOutcome = signal<Outcome | null>(null);

/** Takes the province's active schedule document over when it is another one than this device holds. */
export async function refreshSchedule(): Promise<void> {
  scheduleOutcome.value = await navigator.locks.request(LOCK, takeOver);
}

async function takeOver(): Promise<Outcome> {
  const { data } = await client.query(ActiveSchedule, {}).toPromise();
  if (!data) return 'away';
  const { documentId, url } = data.schedule;
  if ((await heldSchedule()).documentId === documentId) return 'current';
  const file = await fetchFile(url);
  if (!file) return 'away';
  try {
    loadSchedule(file.document, { asOf: currentDay() }, file.layers);
  } catch (error) {
    if (error instanceof ScheduleFormatError) return 'unreadable';
    throw error;
  }
  await keepSchedule({ documentId: file.documentId, document: file.document, layers: file.layers });
  return 'changed';
}

/** The schedule file at an address the server gave out; null when it does not come. */
export async function fetchFile(url: string): Promise<ScheduleFile | null> {
  try {
    const answer = await fetch(url);
    return answer.ok ? ((await answer.json()) as ScheduleFile) : null;
  } catch (error) {
    // `fetch` says that the network is away by this type.
    if (error instanceof TypeError) return null;
    throw error;
  }
}
