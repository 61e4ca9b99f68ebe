import { dateInShanghai, type Services } from '@miaoben/kernel';
import type { DocumentRow } from './document.repository.ts';
import type { Annotation } from './face.ts';

const SEALED = 'sealed_document.purpose';

export const sealPurpose = ({ keyring }: Pick<Services, 'keyring'>, purpose: string): string =>
  keyring.seal(purpose, SEALED);
export const openPurpose = ({ keyring }: Pick<Services, 'keyring'>, sealed: string | null): string | null =>
  sealed === null ? null : keyring.open(sealed, SEALED);

/** What is written across an annotated copy; null for the certificate's own file. */
export function annotationOf(
  services: Pick<Services, 'keyring'>,
  row: DocumentRow,
  issuerName: string,
): Annotation | null {
  const purpose = openPurpose(services, row.purpose_sealed);
  if (purpose === null || row.valid_until === null) return null;
  return {
    purpose,
    validUntil: row.valid_until,
    madeOn: dateInShanghai(new Date(row.requested_at)),
    maker: issuerName,
  };
}
