import type { Bytes } from '@miaoben/credential';
import * as asn1 from 'asn1js';

/** DER of a value; asn1js writes shortest lengths for what it did not read. */
export function encode(block: asn1.BaseBlock): Bytes {
  return new Uint8Array(block.toBER());
}

export function sequence(...value: asn1.BaseBlock[]): asn1.Sequence {
  return new asn1.Sequence({ value });
}

/** A value that is DER already. */
export function encoded(der: Uint8Array): asn1.BaseBlock {
  return asn1.fromBER(der).result;
}

export function integer(value: number): asn1.Integer {
  return new asn1.Integer({ value });
}

export function oid(value: string): asn1.ObjectIdentifier {
  return new asn1.ObjectIdentifier({ value });
}

export function octets(valueHex: Uint8Array): asn1.OctetString {
  return new asn1.OctetString({ valueHex: new Uint8Array(valueHex) });
}

export function bits(valueHex: Uint8Array, unusedBits = 0): asn1.BitString {
  return new asn1.BitString({ valueHex: new Uint8Array(valueHex), unusedBits });
}

export function ia5(value: string): asn1.IA5String {
  return new asn1.IA5String({ value });
}

export function utf8(value: string): asn1.Utf8String {
  return new asn1.Utf8String({ value });
}

/** `YYYYMMDDHHMMSSZ`, without fraction (X.690 clause 11.7). */
export function generalizedTime(milliseconds: number): asn1.GeneralizedTime {
  const whole = Math.floor(milliseconds / 1000) * 1000;
  return new asn1.GeneralizedTime({ valueDate: new Date(whole) });
}

/** An explicit context tag. */
export function tagged(tagNumber: number, value: asn1.BaseBlock): asn1.Constructed {
  return new asn1.Constructed({ idBlock: { tagClass: 3, tagNumber }, value: [value] });
}
