import { type Bytes, rawToDerSignature, type Signer } from '@miaoben/credential';
import { readCertificates } from './certificate.ts';
import { bits, encode, encoded, generalizedTime, ia5, integer, octets, oid, sequence, utf8 } from './der-write.ts';
import { SealedFileError } from './errors.ts';
import { requireKey } from './issue-certificate.ts';
import { OID } from './oids.ts';
import { readSeal, type Seal } from './ses-read.ts';

/** GB/T 38540-2020: the version this package writes. */
const VERSION = 4;
/** Seal type 单位印章, and the list of signers as whole certificates. */
const TYPE_ORGANISATION = 1;
const LIST_OF_CERTIFICATES = 1;

export interface SealRequest {
  /** Number of the seal, IA5: digits and Latin letters. */
  readonly id: string;
  /** As the seal platform registered it, such as 某某省疾病预防控制中心电子证照专用章. */
  readonly name: string;
  /** Identifies the maker's product (Vid), IA5. */
  readonly vendor: string;
  /** Who may use the seal: DER certificates, at least one. */
  readonly signers: readonly Uint8Array[];
  readonly picture: { readonly data: Uint8Array; readonly width: number; readonly height: number };
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly validFrom: number;
  readonly validTo: number;
}

/** Port to whoever uses a seal on documents: a key in this process, or the province's seal platform. */
export interface Sealer {
  /** DER of the seal. */
  readonly seal: Bytes;
  /** @returns DER of the SES_Signature over this hash. */
  sign(request: SealingRequest): Promise<Bytes>;
}

export interface SealingRequest {
  /** SM3 of the document's Signature.xml. */
  readonly dataHash: Uint8Array;
  /** Where that file lies in the document. */
  readonly propertyInfo: string;
  /** Milliseconds since 1970. */
  readonly signedAt: number;
}

/**
 * Makes an organisation's seal (制章): the local counterpart of the seal platform.
 * @param maker certificate (DER) and key of the seal maker (制章人).
 * @returns DER of the SESeal, to be kept and used again.
 * @throws SealedFileError `argument` for a field out of its range, `key` when the key is not the certificate's.
 */
export async function issueSeal(
  request: SealRequest,
  maker: { readonly certificate: Uint8Array; readonly signer: Signer },
): Promise<Bytes> {
  requireSeal(request);
  requireSm2(maker.signer, 'maker');
  requireKey(maker.signer, readCertificates(maker.certificate, 'maker')[0]!.key.point, 'maker');
  const { picture } = request;
  const info = sequence(
    sequence(ia5('ES'), integer(VERSION), ia5(request.vendor)),
    ia5(request.id),
    sequence(
      integer(TYPE_ORGANISATION),
      utf8(request.name),
      integer(LIST_OF_CERTIFICATES),
      sequence(...request.signers.map(octets)),
      generalizedTime(request.createdAt),
      generalizedTime(request.validFrom),
      generalizedTime(request.validTo),
    ),
    sequence(ia5('PNG'), octets(picture.data), integer(picture.width), integer(picture.height)),
  );
  const signature = rawToDerSignature(await maker.signer.sign(encode(info)));
  return encode(sequence(info, octets(maker.certificate), oid(OID.sm2WithSm3), bits(signature)));
}

/**
 * A seal used with a key of this process.
 * @throws SealedFileError `argument` when the seal cannot be read or does not allow the certificate, `key` when the key
 * is another.
 */
export function localSealer(held: {
  readonly seal: Uint8Array;
  readonly certificate: Uint8Array;
  readonly signer: Signer;
}): Sealer {
  const { certificate, signer } = held;
  const seal = requireReadable(held.seal);
  const hex = (bytes: Uint8Array) => bytes.join();
  if (!seal.signers.values.some((value) => hex(value) === hex(certificate))) {
    throw new SealedFileError('argument', 'certificate');
  }
  requireSm2(signer, 'signer');
  requireKey(signer, readCertificates(certificate, 'certificate')[0]!.key.point, 'signer');
  return {
    seal: seal.der,
    async sign({ dataHash, propertyInfo, signedAt }) {
      const toSign = sequence(
        integer(VERSION),
        encoded(seal.der),
        generalizedTime(signedAt),
        bits(dataHash),
        ia5(propertyInfo),
      );
      const signature = rawToDerSignature(await signer.sign(encode(toSign)));
      return encode(sequence(toSign, octets(certificate), oid(OID.sm2WithSm3), bits(signature)));
    },
  };
}

function requireSm2(signer: Signer, field: string): void {
  if (signer.alg !== 'SM2') throw new SealedFileError('key', field);
}

function requireReadable(der: Uint8Array): Seal {
  try {
    return readSeal(der);
  } catch {
    throw new SealedFileError('argument', 'seal');
  }
}

function requireSeal(request: SealRequest): void {
  const { picture } = request;
  const isMillimetres = (value: number) => Number.isInteger(value) && value > 0 && value <= 300;
  if (!/^[\x21-\x7e]{1,64}$/.test(request.id)) throw new SealedFileError('argument', 'id');
  if (!/^[\x21-\x7e]{1,64}$/.test(request.vendor)) throw new SealedFileError('argument', 'vendor');
  if (request.name.trim() === '') throw new SealedFileError('argument', 'name');
  if (request.signers.length === 0) throw new SealedFileError('argument', 'signers');
  if (!(request.validFrom < request.validTo)) throw new SealedFileError('argument', 'validTo');
  if (!isMillimetres(picture.width) || !isMillimetres(picture.height)) throw new SealedFileError('argument', 'picture');
}
