import { type Bytes, derToRawSignature, loadSm2PublicKey, pointFromSpki, type Sm2PublicKey } from '@miaoben/credential';
import * as asn1 from 'asn1js';
import { readCertificateFields } from './certificate-fields.ts';
import { bitsOf, DerError, fieldsOf, octetsOf, oidOf, parseDer, rawOf, taggedValue, timeOf } from './der-read.ts';
import { SealedFileError } from './errors.ts';
import { OID } from './oids.ts';

/** What a seal check needs of an X.509 certificate (GB/T 20518, RFC 5280) with an SM2 key. */
export interface Certificate {
  readonly der: Bytes;
  /** DER of the names: compared as bytes. */
  readonly issuer: Bytes;
  readonly subject: Bytes;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly key: Sm2PublicKey;
  /** Null where the certificate does not say. */
  readonly isAuthority: boolean | null;
  /** digitalSignature or nonRepudiation is allowed, or the certificate names no use. */
  readonly maySign: boolean;
  /** Signed with SM2-with-SM3 by that key. */
  isIssuedBy(issuer: Certificate): boolean;
}

/** Extensions a reader of this kind understands; another critical one makes a certificate unusable (RFC 5280 4.2). */
const UNDERSTOOD = new Set<string>([OID.basicConstraints, OID.keyUsage]);

/** @throws DerError for anything but a strict DER certificate over an SM2 key. */
export function parseCertificate(der: Uint8Array): Certificate {
  const fields = readCertificateFields(der);
  const { issuer, subject, spki } = fields;
  if (fields.algorithms.some((algorithm) => algorithmOf(algorithm) !== OID.sm2WithSm3)) throw new DerError();
  const [notBefore, notAfter] = fieldsOf(fields.validity, 2);
  const signature = derToRawSignature(bitsOf(fields.signature));
  const tbs = rawOf(fields.body);
  return {
    der: new Uint8Array(der),
    issuer: rawOf(issuer),
    subject: rawOf(subject),
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
    key: loadKey(rawOf(spki)),
    ...extensionsOf(fields.optional),
    isIssuedBy: (authority) => signature !== null && authority.key.verify(tbs, signature),
  };
}

/**
 * Certificates of a trust store: PEM, one or several, or one in DER.
 * @param field what an error calls the argument.
 * @throws SealedFileError `certificate` when there is none or one cannot be read.
 */
export function readCertificates(bytes: Uint8Array, field = 'roots'): Certificate[] {
  const text = new TextDecoder('latin1').decode(bytes);
  const blocks = [...text.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g)];
  try {
    if (blocks.length === 0) return [parseCertificate(bytes)];
    return blocks.map(([, body]) =>
      parseCertificate(Uint8Array.from(atob(body!.replaceAll(/\s/g, '')), (c) => c.charCodeAt(0))),
    );
  } catch {
    throw new SealedFileError('certificate', field);
  }
}

function algorithmOf(block: asn1.BaseBlock | undefined): string {
  const [oid, parameters] = fieldsOf(block, 1, 2);
  if (parameters !== undefined && !(parameters instanceof asn1.Null)) throw new DerError();
  return oidOf(oid);
}

function loadKey(spki: Bytes): Sm2PublicKey {
  try {
    return loadSm2PublicKey(pointFromSpki('SM2', spki));
  } catch {
    throw new DerError();
  }
}

function extensionsOf(optional: readonly asn1.BaseBlock[]): Pick<Certificate, 'isAuthority' | 'maySign'> {
  let isAuthority: boolean | null = null;
  let maySign = true;
  const list = optional.map((block) => taggedValue(block, 3)).find((value) => value !== null);
  for (const extension of list ? fieldsOf(list, 1, 40) : []) {
    const fields = fieldsOf(extension, 2, 3);
    const id = oidOf(fields[0]);
    const value = octetsOf(fields.at(-1));
    const isCritical = fields[1] instanceof asn1.Boolean && fields[1].valueBlock.value;
    if (id === OID.basicConstraints) isAuthority = readAuthority(value);
    if (id === OID.keyUsage) maySign = readSigningUse(value);
    if (isCritical && !UNDERSTOOD.has(id)) throw new DerError();
  }
  return { isAuthority, maySign };
}

function readAuthority(value: Bytes): boolean {
  const [flag] = fieldsOf(parseDer(value), 0, 2);
  return flag instanceof asn1.Boolean && flag.valueBlock.value;
}

function readSigningUse(value: Bytes): boolean {
  const bits = parseDer(value);
  if (!(bits instanceof asn1.BitString)) throw new DerError();
  // digitalSignature is bit 0, nonRepudiation bit 1.
  return ((bits.valueBlock.valueHexView[0] ?? 0) & 0xc0) !== 0;
}
