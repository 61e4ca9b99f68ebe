import { FetchFile, type FilePartsFragment } from '../../data/generated/files.ts';
import { newId } from '../../data/ids.ts';
import { boundedFetch } from '../../data/network.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import type { Tone } from '../../ui/feedback.tsx';

export type CertificateFile = FilePartsFragment;

export const TONES: Record<CertificateFile['state'], Tone> = {
  waiting: 'info',
  sealing: 'info',
  sealed: 'good',
  failed: 'bad',
  withdrawn: 'neutral',
};
export const isMoving = ({ state }: CertificateFile): boolean => state === 'waiting' || state === 'sealing';

/** Fetches a file as PDF for a look at it here. The address it came from is spent; this one lives as long as the page. */
export async function pdfOf(documentId: string): Promise<{ url: string } | { problem: Problem }> {
  const answer = await mutate(FetchFile, { commandId: newId(), documentId, format: 'pdf' });
  if (!answer.ok) return { problem: answer.problem };
  try {
    const response = await boundedFetch(answer.data.fetchDocument.url);
    if (!response.ok) return { problem: { code: 'UNAVAILABLE' } };
    return { url: URL.createObjectURL(await response.blob()) };
  } catch {
    return { problem: { code: 'OFFLINE' } };
  }
}

/** Asks for an address of one download and hands it to the browser. @returns what went wrong */
export async function fetchFile(documentId: string, format: 'pdf' | 'ofd'): Promise<Problem | null> {
  const answer = await mutate(FetchFile, { commandId: newId(), documentId, format });
  if (!answer.ok) return answer.problem;
  const link = document.createElement('a');
  link.href = answer.data.fetchDocument.url;
  link.download = '';
  link.click();
  return null;
}
