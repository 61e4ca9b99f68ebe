import { type KeptFingerprint, templateFile } from '../features/fingerprint/kept.ts';
import { AnnounceFingerprint, AnnounceVisitPhoto } from './generated/clinic.ts';
import { AnnouncePupilProof } from './generated/school.ts';
import type { Answer } from './post.ts';
import { uploadFile } from './upload.ts';
import { mutate } from './use-data.ts';

/** Sends a file that was announced. Without an address it is there: it was the answer that got lost. */
async function sendTo(announced: { id: string; uploadUrl?: string | null }, file: File): Promise<Answer<string>> {
  const { id, uploadUrl } = announced;
  const sent = uploadUrl ? await uploadFile(uploadUrl, file, () => undefined) : null;
  return sent && !sent.ok ? sent : { ok: true, data: id };
}

/**
 * Brings the photo of a certificate to the server, before the step that hands it in. Broken off it goes on under the same command: the
 * file is announced once and sent once. @returns the id of the file
 */
export async function sendProofFile(commandId: string, pupilId: string, file: File): Promise<Answer<string>> {
  const { name: fileName, size } = file;
  const announced = await mutate(AnnouncePupilProof, { commandId, id: pupilId, fileName, size });
  if (!announced.ok) return announced;
  const { fileId: id, uploadUrl } = announced.data.announcePupilProof;
  return sendTo({ id, uploadUrl }, file);
}

/** As `sendProofFile`, the photo taken at a sign-off (H-10), before the sign-off that names it. @returns the id of the photo */
export async function sendVisitPhoto(commandId: string, visitId: string, file: File): Promise<Answer<string>> {
  const { name: fileName, size } = file;
  const announced = await mutate(AnnounceVisitPhoto, { commandId, visitId, fileName, size });
  if (!announced.ok) return announced;
  const { photoId: id, uploadUrl } = announced.data.announceVisitPhoto;
  return sendTo({ id, uploadUrl }, file);
}

/** As `sendVisitPhoto`, the fingerprint of a sign-off, with who agreed to it. @returns its id */
export async function sendFingerprint(visitId: string, kept: KeptFingerprint): Promise<Answer<string>> {
  const { announce: commandId, template: _, ...told } = kept;
  const file = templateFile(kept);
  const announced = await mutate(AnnounceFingerprint, { commandId, input: { ...told, visitId, size: file.size } });
  if (!announced.ok) return announced;
  const { fingerprintId: id, uploadUrl } = announced.data.announceFingerprint;
  return sendTo({ id, uploadUrl }, file);
}
