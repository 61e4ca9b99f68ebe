import { isUuid } from '@miaoben/kernel';

/** Primary key of a certificate; the holder is part of it, so that the table can be distributed by holder. */
export interface CertificateKey {
  readonly personId: string;
  readonly certificateId: string;
}

/** The federated id: opaque to clients, both parts of the key inside. */
export const encodeCertificateId = ({ personId, certificateId }: CertificateKey): string =>
  Buffer.from(`${personId}/${certificateId}`).toString('base64url');

/** @returns null for what is no id of a certificate */
export function decodeCertificateId(id: string): CertificateKey | null {
  const [personId = '', certificateId = '', more] = Buffer.from(id, 'base64url').toString('utf8').split('/');
  if (more !== undefined || !isUuid(personId) || !isUuid(certificateId)) return null;
  return { personId, certificateId };
}
