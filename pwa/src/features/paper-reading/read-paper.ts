import { client } from '../../data/client.ts';
import {
  AnnouncePaperReading,
  ClosePaperReading,
  type PaperKind,
  PaperReading,
  type PaperReadingQuery,
} from '../../data/generated/papers.ts';
import { newId } from '../../data/new-id.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import { uploadFile } from '../../data/upload.ts';
import { mutate } from '../../data/use-data.ts';

export type Reading = NonNullable<PaperReadingQuery['paperReading']>;
export type ReadField = Reading['fields'][number];
export type { PaperKind };
export type Values = Partial<Record<ReadField['field'], string>>;
type Fault = NonNullable<Reading['failure']> | 'gone' | 'limit';
export type Outcome = { reading: Reading } | { fault: Fault } | { problem: Problem };

const POLL_MS = 1_000;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends a paper and waits until it is read. @param isWanted false: what was read is put aside at once */
export async function readPaper(
  kind: PaperKind,
  file: File,
  onShare: (share: number | null) => void,
  isWanted: () => boolean,
): Promise<Outcome | null> {
  onShare(0);
  const announced = await mutate(AnnouncePaperReading, {
    commandId: newId(),
    kind,
    fileName: file.name,
    size: file.size,
  });
  if (!announced.ok)
    return announced.problem.code === 'RATE_LIMITED' ? { fault: 'limit' } : { problem: announced.problem };
  const { readingId, uploadUrl } = announced.data.announcePaperReading;
  const sent = uploadUrl ? await uploadFile(uploadUrl, file, onShare) : announced;
  if (!sent.ok) return { problem: sent.problem };
  onShare(null);
  // Also for somebody who left: only what was read can be put aside.
  for (;;) {
    const result = await client.query(PaperReading, { id: readingId }, { requestPolicy: 'network-only' }).toPromise();
    if (result.error) return { problem: problemOf(result.error) };
    const reading = (result.data as PaperReadingQuery).paperReading;
    if (!reading) return { fault: 'gone' };
    if (reading.state === 'ready') {
      if (isWanted()) return { reading };
      closePaper(readingId, false);
      return null;
    }
    if (reading.failure) return { fault: reading.failure };
    await wait(POLL_MS);
  }
}

/** The fields a hand changed between reading and form, by name. */
export const correctedOf = (fields: readonly ReadField[], values: Values): ReadField['field'][] =>
  fields.filter(({ field, value }) => values[field] !== value).map(({ field }) => field);

/** Has the server forget a paper now, and note what became of it. Lost without a network: it forgets by itself after half an hour. */
export const closePaper = (id: string, isUsed: boolean, corrected: ReadField['field'][] = []): void =>
  void mutate(ClosePaperReading, { commandId: newId(), id, isUsed, corrected });
