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
export const isMoving = ({ state }: Pick<CertificateFile, 'state'>): boolean =>
  state === 'waiting' || state === 'sealing';

/** Asks for an address of one download. */
export type Address = (format: 'pdf' | 'ofd') => Promise<{ url: string } | { problem: Problem }>;

/** By the caller's own reach. */
export const addressOfFile =
  (documentId: string): Address =>
  async (format) => {
    const answer = await mutate(FetchFile, { commandId: newId(), documentId, format });
    return answer.ok ? { url: answer.data.fetchDocument.url } : { problem: answer.problem };
  };

/** Fetches a file as PDF for a look at it here. The address it came from is spent; this one lives as long as the page. */
export async function pdfOf(addressOf: Address): Promise<{ url: string } | { problem: Problem }> {
  const found = await addressOf('pdf');
  if ('problem' in found) return found;
  try {
    const response = await boundedFetch(found.url);
    if (!response.ok) return { problem: { code: 'UNAVAILABLE' } };
    return { url: URL.createObjectURL(await response.blob()) };
  } catch {
    return { problem: { code: 'OFFLINE' } };
  }
}

/** Asks for an address of one download and hands it to the browser. @returns what went wrong */
export async function fetchFile(addressOf: Address, format: 'pdf' | 'ofd'): Promise<Problem | null> {
  const found = await addressOf(format);
  if ('problem' in found) return found.problem;
  const link = document.createElement('a');
  link.href = found.url;
  link.download = '';
  link.click();
  return null;
}
