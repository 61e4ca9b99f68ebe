import type { Bytes } from '@miaoben/credential';
import * as asn1 from 'asn1js';
import { isStrictDer } from './der-strict.ts';

/** Bytes that are not what the reader was told to expect; the caller names the reason for the outside. */
export class DerError extends Error {
  constructor() {
    super('DER');
    this.name = 'DerError';
  }
}

/** One value in distinguished encoding: parsed, encoded again and compared. @throws DerError. */
export function parseDer(bytes: Uint8Array): asn1.BaseBlock {
  if (!isStrictDer(bytes)) throw new DerError();
  const { offset, result } = decode(bytes);
  if (offset !== bytes.length || result.error !== '') throw new DerError();
  const again = new Uint8Array(result.toBER());
  if (again.length !== bytes.length || !again.every((byte, i) => byte === bytes[i])) throw new DerError();
  return result;
}

function decode(bytes: Uint8Array): asn1.FromBerResult {
  try {
    return asn1.fromBER(bytes);
  } catch {
    // Some impossible times make it throw instead of answering with an error.
    throw new DerError();
  }
}

/** The fields of a SEQUENCE, of which there must be `min` to `max`. */
export function fieldsOf(block: asn1.BaseBlock | undefined, min: number, max = min): asn1.BaseBlock[] {
  if (!(block instanceof asn1.Sequence)) throw new DerError();
  const fields = block.valueBlock.value;
  if (fields.length < min || fields.length > max) throw new DerError();
  return fields;
}

/** What stands in an explicit context tag; null where the block is another tag or not there. */
export function taggedValue(block: asn1.BaseBlock | undefined, tag: number): asn1.BaseBlock | null {
  if (!(block instanceof asn1.Constructed) || block.idBlock.tagClass !== 3 || block.idBlock.tagNumber !== tag)
    return null;
  const [value, ...rest] = block.valueBlock.value;
  if (value === undefined || rest.length > 0) throw new DerError();
  return value;
}

/** The encoding of a block, head included. */
export function rawOf(block: asn1.BaseBlock): Bytes {
  return new Uint8Array(block.valueBeforeDecodeView);
}

export function integerOf(block: asn1.BaseBlock | undefined): number {
  if (!(block instanceof asn1.Integer) || block.valueBlock.valueHexView.length > 4) throw new DerError();
  return block.valueBlock.valueDec;
}

export function oidOf(block: asn1.BaseBlock | undefined): string {
  if (!(block instanceof asn1.ObjectIdentifier)) throw new DerError();
  return block.valueBlock.toString();
}

export function octetsOf(block: asn1.BaseBlock | undefined): Bytes {
  if (!(block instanceof asn1.OctetString)) throw new DerError();
  return new Uint8Array(block.valueBlock.valueHexView);
}

/** A BIT STRING of whole bytes. */
export function bitsOf(block: asn1.BaseBlock | undefined): Bytes {
  if (!(block instanceof asn1.BitString) || block.valueBlock.unusedBits !== 0) throw new DerError();
  return new Uint8Array(block.valueBlock.valueHexView);
}

export function ia5Of(block: asn1.BaseBlock | undefined): string {
  if (!(block instanceof asn1.IA5String)) throw new DerError();
  return block.valueBlock.value;
}

export function utf8Of(block: asn1.BaseBlock | undefined): string {
  if (!(block instanceof asn1.Utf8String)) throw new DerError();
  return block.valueBlock.value;
}

/**
 * Milliseconds since 1970 of a GeneralizedTime `YYYYMMDDHHMMSSZ` or a UTCTime `YYMMDDHHMMSSZ` (X.690 clause 11.7,
 * 11.8; a two-digit year is 1950 to 2049, RFC 5280). Nothing looser: asn1js itself lets offsets, fractions and
 * impossible days through.
 */
export function timeOf(block: asn1.BaseBlock | undefined): number {
  // GeneralizedTime is a UTCTime in asn1js, so the tag decides.
  if (!(block instanceof asn1.UTCTime)) throw new DerError();
  const isLong = block instanceof asn1.GeneralizedTime;
  const text = String.fromCharCode(...block.valueBlock.valueHexView.subarray(0, 16));
  const pattern = isLong ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
  const match = pattern.exec(text);
  if (match === null) throw new DerError();
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const fullYear = isLong ? year : year + (year < 50 ? 2000 : 1900);
  const time = Date.UTC(fullYear, month - 1, day, hour, minute, second);
  const iso = `${String(fullYear).padStart(4, '0')}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}.000Z`;
  if (!Number.isFinite(time) || new Date(time).toISOString() !== iso) throw new DerError();
  return time;
}
