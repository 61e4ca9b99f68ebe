import { type Bytes, rawToDerSignature, type Signer } from '@miaoben/credential';
import * as asn1 from 'asn1js';
import { readHolder } from './certificate-fields.ts';
import { encode, encoded, integer, octets, oid, sequence, tagged } from './der-write.ts';
import { SealedFileError } from './errors.ts';
import { requireKey } from './issue-certificate.ts';
import { OID } from './oids.ts';

/** A key that signs PDF: ES256, since PDF readers outside China know no SM2. */
export interface PdfSigner {
  readonly signer: Signer;
  /** DER: the signer's own first, then those up to its root. */
  readonly certificates: readonly Uint8Array[];
}

/** @throws SealedFileError `key` when it is not an ES256 key or not the first certificate's. */
export function requirePdfSigner({ signer, certificates }: PdfSigner): void {
  const [own] = certificates;
  if (own === undefined) throw new SealedFileError('argument', 'certificates');
  if (signer.alg !== 'ES256') throw new SealedFileError('key', 'signer');
  requireKey(signer, readHolder(own, 'certificates').point, 'signer');
}

/**
 * Detached CMS signature (RFC 5652) over bytes, with the signed attributes of a PAdES baseline signature
 * (ETSI EN 319 142-1): content type, digest, the certificate's hash; no signing time, which PDF keeps itself.
 * @returns DER of the ContentInfo.
 */
export async function signDetached(message: Uint8Array, { signer, certificates }: PdfSigner): Promise<Bytes> {
  const own = certificates[0]!;
  const { issuer, serial } = readHolder(own, 'certificates');
  const attributes = derSet([
    attribute(OID.contentType, oid(OID.cmsData)),
    attribute(OID.messageDigest, octets(await sha256(message))),
    attribute(OID.signingCertificateV2, sequence(sequence(sequence(octets(await sha256(own)))))),
  ]);
  const signature = rawToDerSignature(await signer.sign(attributes));
  const signerInfo = sequence(
    integer(1),
    sequence(encoded(issuer), encoded(serial)),
    sequence(oid(OID.sha256)),
    implicit(attributes),
    sequence(oid(OID.ecdsaWithSha256)),
    octets(signature),
  );
  const signedData = sequence(
    integer(1),
    new asn1.Set({ value: [sequence(oid(OID.sha256))] }),
    sequence(oid(OID.cmsData)),
    implicit(derSet(certificates.map((certificate) => new Uint8Array(certificate)))),
    new asn1.Set({ value: [signerInfo] }),
  );
  return encode(sequence(oid(OID.cmsSignedData), tagged(0, signedData)));
}

function attribute(type: string, value: asn1.BaseBlock): Bytes {
  return encode(sequence(oid(type), new asn1.Set({ value: [value] })));
}

/** SET OF in the order DER demands: by the bytes of the elements (X.690 clause 11.6). */
function derSet(elements: readonly Bytes[]): Bytes {
  const hex = (bytes: Bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const sorted = elements.toSorted((a, b) => (hex(a) < hex(b) ? -1 : 1));
  return encode(new asn1.Set({ value: sorted.map(encoded) }));
}

/** The same SET under the tag [0], which replaces its own. */
function implicit(set: Bytes): asn1.BaseBlock {
  const bytes = set.slice();
  bytes[0] = 0xa0;
  return encoded(bytes);
}

async function sha256(bytes: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
}
