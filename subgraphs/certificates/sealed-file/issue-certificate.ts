import { type Bytes, rawToDerSignature, type Signer, sm3 } from '@miaoben/credential';
import * as asn1 from 'asn1js';
import { readHolder } from './certificate-fields.ts';
import { bits, encode, encoded, generalizedTime, integer, octets, oid, sequence, tagged, utf8 } from './der-write.ts';
import { SealedFileError } from './errors.ts';
import { OID } from './oids.ts';

export interface CertificateRequest {
  readonly organisation: string;
  readonly commonName: string;
  /** SubjectPublicKeyInfo of the holder's key: SM2, or P-256 for PDF. */
  readonly spki: Uint8Array;
  /** Milliseconds since 1970. */
  readonly validFrom: number;
  readonly validTo: number;
  /** An authority may issue certificates and nothing else; others may sign and nothing else. */
  readonly isAuthority: boolean;
}

/**
 * X.509 v3 certificate (GB/T 20518, RFC 5280), signed with SM2-with-SM3 or ECDSA-with-SHA256 as the signer's key is:
 * the local counterpart of the certificate service behind a seal platform.
 * @param issuer null for a root that signs itself.
 * @returns DER.
 * @throws SealedFileError `key` when the signer's key is not the issuer certificate's, `certificate` when that cannot
 * be read, `argument` for dates in the wrong order.
 */
export async function issueCertificate(
  request: CertificateRequest,
  signer: Signer,
  issuer: Uint8Array | null,
): Promise<Bytes> {
  if (!(request.validFrom < request.validTo)) throw new SealedFileError('argument', 'validTo');
  const authority = issuer && readHolder(issuer, 'issuer');
  requireKey(signer, authority?.point ?? request.spki.subarray(-65), 'signer');
  const subject = nameOf(request);
  const algorithm = () => sequence(oid(signer.alg === 'SM2' ? OID.sm2WithSm3 : OID.ecdsaWithSha256));
  const body = sequence(
    tagged(0, integer(2)),
    serialNumber(),
    algorithm(),
    authority ? encoded(authority.subject) : nameOf(request),
    sequence(time(request.validFrom), time(request.validTo)),
    subject,
    encoded(request.spki),
    tagged(3, sequence(...extensions(request, signer))),
  );
  const signature = rawToDerSignature(await signer.sign(encode(body)));
  return encode(sequence(body, algorithm(), bits(signature)));
}

/** @throws SealedFileError `key` when the signer holds another key than the certificate's. */
export function requireKey(signer: Signer, point: Uint8Array, field: string): void {
  const own = signer.spki.subarray(-65);
  if (own.length !== point.length || !own.every((byte, i) => byte === point[i])) {
    throw new SealedFileError('key', field);
  }
}

function nameOf({ organisation, commonName }: CertificateRequest): asn1.Sequence {
  const attribute = (type: string, value: asn1.BaseBlock) => new asn1.Set({ value: [sequence(oid(type), value)] });
  return sequence(
    attribute(OID.country, new asn1.PrintableString({ value: 'CN' })),
    attribute(OID.organisation, utf8(organisation)),
    attribute(OID.commonName, utf8(commonName)),
  );
}

/** 16 random bytes, positive and without a leading zero. */
function serialNumber(): asn1.Integer {
  const valueHex = globalThis.crypto.getRandomValues(new Uint8Array(16));
  valueHex[0] = (valueHex[0]! & 0x3f) | 0x40;
  return new asn1.Integer({ valueHex });
}

/** UTCTime to 2049, GeneralizedTime after (RFC 5280 section 4.1.2.5). */
function time(milliseconds: number): asn1.BaseBlock {
  const valueDate = new Date(Math.floor(milliseconds / 1000) * 1000);
  return valueDate.getUTCFullYear() < 2050 ? new asn1.UTCTime({ valueDate }) : generalizedTime(milliseconds);
}

function extensions({ isAuthority, spki }: CertificateRequest, signer: Signer): asn1.Sequence[] {
  const extension = (type: string, value: asn1.BaseBlock) => sequence(oid(type), octets(encode(value)));
  const critical = (type: string, value: asn1.BaseBlock) =>
    sequence(oid(type), new asn1.Boolean({ value: true }), octets(encode(value)));
  const authority = isAuthority ? [new asn1.Boolean({ value: true })] : [];
  // keyCertSign and cRLSign, or digitalSignature and nonRepudiation.
  const use = isAuthority ? bits(Uint8Array.of(0x06), 1) : bits(Uint8Array.of(0xc0), 6);
  const issuerKey = new asn1.Primitive({
    idBlock: { tagClass: 3, tagNumber: 0 },
    valueHex: keyIdentifier(signer.spki),
  });
  return [
    critical(OID.basicConstraints, sequence(...authority)),
    critical(OID.keyUsage, use),
    extension(OID.subjectKeyIdentifier, octets(keyIdentifier(spki))),
    extension(OID.authorityKeyIdentifier, sequence(issuerKey)),
  ];
}

/** RFC 5280 section 4.2.1.2 leaves the method free; SM3 stands in for SHA-1. */
function keyIdentifier(spki: Uint8Array): Bytes {
  return sm3(spki).slice(0, 20);
}
