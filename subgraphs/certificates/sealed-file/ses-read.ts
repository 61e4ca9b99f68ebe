import { type Bytes, derToRawSignature } from '@miaoben/credential';
import * as asn1 from 'asn1js';
import {
  bitsOf,
  DerError,
  fieldsOf,
  ia5Of,
  integerOf,
  octetsOf,
  oidOf,
  parseDer,
  rawOf,
  taggedValue,
  timeOf,
  utf8Of,
} from './der-read.ts';

/** GM/T 0031-2014 (1), GB/T 38540-2020 (4), GM/T 0031-2025 (5). */
export type SesVersion = 1 | 4 | 5;

/** Who may use a seal: whole certificates, or SM3 digests of them (certListType 2, from version 4). */
export type SignerList =
  | { readonly kind: 'certificates'; readonly values: readonly Bytes[] }
  | { readonly kind: 'digests'; readonly values: readonly Bytes[] };

/** A signature inside SES: what was signed, by which certificate, with which algorithm, as raw r‖s. */
export interface SesSigned {
  readonly message: Bytes;
  readonly certificate: Bytes;
  readonly algorithm: string;
  /** Null when the value is no strict DER signature. */
  readonly signature: Bytes | null;
}

/** 电子印章: the seal an organisation holds, signed by its maker (制章人). Times are milliseconds since 1970. */
export interface Seal {
  readonly der: Bytes;
  readonly version: SesVersion;
  readonly vendor: string;
  readonly id: string;
  readonly name: string;
  readonly signers: SignerList;
  readonly createdAt: number;
  readonly validFrom: number;
  readonly validTo: number;
  /** `type` as written: PNG, OFD …; width and height in millimetres. */
  readonly picture: { readonly type: string; readonly data: Bytes; readonly width: number; readonly height: number };
  readonly made: SesSigned;
}

/** 电子签章数据: the use of a seal on one document. */
export interface SealSignature {
  readonly version: SesVersion;
  readonly seal: Seal;
  /** As claimed by the signer; null where version 1 carries a time stamp instead of a time. */
  readonly signedAt: number | null;
  readonly dataHash: Bytes;
  readonly propertyInfo: string;
  readonly signed: SesSigned;
}

/** A version this reader does not know, in bytes that are otherwise a seal. */
export class SesVersionError extends Error {
  constructor() {
    super('SES version');
    this.name = 'SesVersionError';
  }
}

/** @throws DerError, SesVersionError. */
export function readSealSignature(bytes: Uint8Array): SealSignature {
  const fields = fieldsOf(parseDer(bytes), 2, 5);
  // Version 1 keeps certificate and algorithm inside the signed part.
  return fields.length === 2 ? readSignatureV1(fields) : readSignatureV4(fields);
}

/** @throws DerError, SesVersionError. */
export function readSeal(bytes: Uint8Array): Seal {
  return sealOf(parseDer(bytes));
}

function readSignatureV1([toSign, value]: asn1.BaseBlock[]): SealSignature {
  const [version, eseal, time, hash, property, certificate, algorithm] = fieldsOf(toSign, 7);
  const seal = sealOf(eseal);
  if (seal.version !== 1 || versionOf(version) !== 1) throw new SesVersionError();
  return {
    version: 1,
    seal,
    signedAt: timeOfV1(bitsOf(time)),
    dataHash: bitsOf(hash),
    propertyInfo: ia5Of(property),
    signed: signedOf(rawOf(toSign!), certificate, algorithm, value),
  };
}

function readSignatureV4([toSign, certificate, algorithm, value, stamp]: asn1.BaseBlock[]): SealSignature {
  const [version, eseal, time, hash, property, extensions] = fieldsOf(toSign, 5, 6);
  const seal = sealOf(eseal);
  const number = versionOf(version);
  if (number === 1 || seal.version !== number) throw new SesVersionError();
  optionalTag(extensions);
  optionalTag(stamp);
  return {
    version: number,
    seal,
    signedAt: timeOf(time),
    dataHash: bitsOf(hash),
    propertyInfo: ia5Of(property),
    signed: signedOf(rawOf(toSign!), certificate, algorithm, value),
  };
}

/** Version 1 wraps its time in a BIT STRING: a UTCTime or GeneralizedTime, or a time stamp token. */
function timeOfV1(bytes: Bytes): number | null {
  const block = parseDer(bytes);
  return block instanceof asn1.Sequence ? null : timeOf(block);
}

function sealOf(block: asn1.BaseBlock | undefined): Seal {
  const fields = fieldsOf(block, 2, 5);
  const [info] = fields;
  const [header, id, property, picture, extensions] = fieldsOf(info, 4, 5);
  const [magic, version, vendor] = fieldsOf(header, 3);
  if (ia5Of(magic) !== 'ES') throw new DerError();
  const number = versionOf(version);
  if ((number === 1) !== (fields.length === 2)) throw new DerError();
  if (extensions !== undefined && !(extensions instanceof asn1.Sequence)) optionalTag(extensions);
  return {
    der: rawOf(block!),
    version: number,
    vendor: ia5Of(vendor),
    id: ia5Of(id),
    ...propertyOf(property, number),
    picture: pictureOf(picture),
    made: number === 1 ? madeV1(info!, fields[1]) : madeV4(info!, fields),
  };
}

function propertyOf(block: asn1.BaseBlock | undefined, version: SesVersion) {
  const fields = fieldsOf(block, version === 1 ? 6 : 7);
  integerOf(fields[0]);
  const listType = version === 1 ? 1 : integerOf(fields[2]);
  const [list, created, from, to] = fields.slice(-4);
  return {
    name: utf8Of(fields[1]),
    signers: signersOf(list, listType),
    createdAt: timeOf(created),
    validFrom: timeOf(from),
    validTo: timeOf(to),
  };
}

function signersOf(block: asn1.BaseBlock | undefined, listType: number): SignerList {
  const entries = fieldsOf(block, 1, 1000);
  if (listType === 1) return { kind: 'certificates', values: entries.map(octetsOf) };
  if (listType !== 2) throw new DerError();
  return { kind: 'digests', values: entries.map((entry) => octetsOf(fieldsOf(entry, 2)[1])) };
}

function pictureOf(block: asn1.BaseBlock | undefined): Seal['picture'] {
  const [type, data, width, height] = fieldsOf(block, 4);
  return { type: ia5Of(type), data: octetsOf(data), width: integerOf(width), height: integerOf(height) };
}

/** The maker signs information, certificate and algorithm as one SEQUENCE (GM/T 0031-2014). */
function madeV1(info: asn1.BaseBlock, block: asn1.BaseBlock | undefined): SesSigned {
  const [certificate, algorithm, value] = fieldsOf(block, 3);
  const message = new asn1.Sequence({ value: [info, certificate!, algorithm!] });
  return signedOf(new Uint8Array(message.toBER()), certificate, algorithm, value);
}

/** The maker signs the information alone (GB/T 38540-2020). */
function madeV4(info: asn1.BaseBlock, [, certificate, algorithm, value, stamp]: asn1.BaseBlock[]): SesSigned {
  optionalTag(stamp);
  return signedOf(rawOf(info), certificate, algorithm, value);
}

function signedOf(
  message: Bytes,
  certificate: asn1.BaseBlock | undefined,
  algorithm: asn1.BaseBlock | undefined,
  value: asn1.BaseBlock | undefined,
): SesSigned {
  return {
    message,
    certificate: octetsOf(certificate),
    algorithm: oidOf(algorithm),
    signature: derToRawSignature(bitsOf(value)),
  };
}

function optionalTag(block: asn1.BaseBlock | undefined): void {
  if (block !== undefined && taggedValue(block, 0) === null) throw new DerError();
}

function versionOf(block: asn1.BaseBlock | undefined): SesVersion {
  const version = integerOf(block);
  if (version !== 1 && version !== 4 && version !== 5) throw new SesVersionError();
  return version;
}
