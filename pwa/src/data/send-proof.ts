import { AnnouncePupilProof } from './generated/school.ts';
import type { Answer } from './post.ts';
import { uploadFile } from './upload.ts';
import { mutate } from './use-data.ts';

/**
 * Brings the photo of a certificate to the server, before the step that hands it in. Broken off it goes on under the same command: the
 * file is announced once and sent once. @returns the id of the file
 */
export async function sendProofFile(commandId: string, pupilId: string, file: File): Promise<Answer<string>> {
  const announced = await mutate(AnnouncePupilProof, {
    commandId,
    id: pupilId,
    fileName: file.name,
    size: file.size,
  });
  if (!announced.ok) return announced;
  const { fileId, uploadUrl } = announced.data.announcePupilProof;
  // Without an address the file is there: it was the answer that got lost.
  const sent = uploadUrl ? await uploadFile(uploadUrl, file, () => undefined) : null;
  return sent && !sent.ok ? sent : { ok: true, data: fileId };
}
