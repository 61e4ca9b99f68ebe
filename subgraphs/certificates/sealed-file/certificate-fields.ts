import type { Bytes } from '@miaoben/credential';
import * as asn1 from 'asn1js';
import { DerError, fieldsOf, parseDer, rawOf, taggedValue } from './der-read.ts';
import { SealedFileError } from './errors.ts';

/** The parts of an X.509 certificate (RFC 5280 section 4.1), whatever its algorithms. */
export interface CertificateFields {
  readonly body: asn1.BaseBlock;
  /** Outside and inside the signed part. */
  readonly algorithms: readonly (asn1.BaseBlock | undefined)[];
  readonly signature: asn1.BaseBlock | undefined;
  readonly serial: asn1.Integer;
  readonly issuer: asn1.BaseBlock;
  readonly validity: asn1.BaseBlock | undefined;
  readonly subject: asn1.BaseBlock;
  readonly spki: asn1.BaseBlock;
  readonly optional: readonly asn1.BaseBlock[];
}

/** @throws DerError. */
export function readCertificateFields(der: Uint8Array): CertificateFields {
  const [body, outer, signature] = fieldsOf(parseDer(der), 3);
  const fields = [...fieldsOf(body, 6, 10)];
  if (taggedValue(fields[0], 0) !== null) fields.shift();
  const [serial, inner, issuer, validity, subject, spki, ...optional] = fields;
  if (!body || !(serial instanceof asn1.Integer) || !issuer || !subject || !spki) throw new DerError();
  return { body, algorithms: [outer, inner], signature, serial, issuer, validity, subject, spki, optional };
}

/** Whose certificate it is and by which name and number others refer to it; all DER but the point. */
export interface CertificateHolder {
  readonly issuer: Bytes;
  readonly serial: Bytes;
  readonly subject: Bytes;
  /** The last 65 bytes of the key: the point of an uncompressed elliptic curve key. */
  readonly point: Bytes;
}

/** @throws SealedFileError `certificate` naming the argument. */
export function readHolder(der: Uint8Array, field: string): CertificateHolder {
  try {
    const { issuer, serial, subject, spki } = readCertificateFields(der);
    const point = rawOf(spki).slice(-65);
    return { issuer: rawOf(issuer), serial: rawOf(serial), subject: rawOf(subject), point };
  } catch {
    throw new SealedFileError('certificate', field);
  }
}

/** Serial number of a certificate (证书序列号) in upper-case hexadecimal, as other tools print it. @throws SealedFileError `certificate` */
export function serialNumberOf(der: Uint8Array): string {
  try {
    const { serial } = readCertificateFields(der);
    const bytes = Array.from(serial.valueBlock.valueHexView, (byte) => byte.toString(16).padStart(2, '0'));
    return bytes
      .join('')
      .replace(/^(?:00)+(?=.)/, '')
      .toUpperCase();
  } catch {
    throw new SealedFileError('certificate', 'certificate');
  }
}
