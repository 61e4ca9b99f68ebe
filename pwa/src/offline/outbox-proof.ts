import { client } from '../data/client.ts';
import { AddPupilProof, PupilProof } from '../data/generated/school.ts';
import { type Problem, problemOf } from '../data/problem.ts';
import { uploadFile } from '../data/upload.ts';
import { mutate } from '../data/use-data.ts';
import type { Contents } from './outbox-content.ts';

/**
 * Announces a photo and sends it: the step is done only when the file lies on the server. Broken off between the two it goes on
 * under the same command, which announces nothing a second time. @returns what went wrong
 */
export async function sendProof(
  commandId: string,
  { input, photo }: Contents['addPupilProof'],
): Promise<Problem | null> {
  const announced = await mutate(AddPupilProof, { commandId, ...input });
  if (!announced.ok) return announced.problem;
  const { data, error } = await client
    .query(PupilProof, { id: input.id }, { requestPolicy: 'network-only' })
    .toPromise();
  if (error) return problemOf(error);
  const url = data?.pupilProof.uploadUrl;
  // Without an address the file is there: it was the answer that got lost.
  if (!url) return null;
  const bytes = Uint8Array.from(atob(photo), (c) => c.charCodeAt(0));
  const sent = await uploadFile(url, new File([bytes], input.fileName), () => undefined);
  return sent.ok ? null : sent.problem;
}
