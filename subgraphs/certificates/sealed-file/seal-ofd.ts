import { type Bytes, sm3 } from '@miaoben/credential';
import { SealedFileError } from './errors.ts';
import type { Sealer } from './issue-seal.ts';
import { type OfdParts, ofdParts, packOfd, SIGNATURES_PART } from './ofd-write.ts';
import { OID } from './oids.ts';
import type { PageDocument } from './page-model.ts';
import { numbers, ofd, ofdPart } from './xml-write.ts';

/** Where the seal's picture is drawn, in millimetres; `page` counts from 0. */
export interface Stamp {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Sealing {
  readonly sealer: Sealer;
  /** Milliseconds since 1970. */
  readonly signedAt: number;
  readonly stamps: readonly Stamp[];
}

const SIGNATURE_PART = 'Doc_0/Signs/Sign_0/Signature.xml';
const VALUE_PART = 'Doc_0/Signs/Sign_0/SignedValue.dat';
const SEAL_PART = 'Doc_0/Signs/Sign_0/Seal.esl';

/**
 * An OFD (GB/T 33190) with one seal (GB/T 38540-2020) that covers every other file of it.
 * @param font as in `writeOfd`.
 * @throws SealedFileError `argument` as `writeOfd` does, and for a stamp on a page that is not there; whatever the
 * sealer throws.
 */
export async function sealOfd(document: PageDocument, sealing: Sealing, font?: Uint8Array): Promise<Bytes> {
  const { parts, pageIds } = ofdParts(document, { sealed: true, font });
  const encoder = new TextEncoder();
  const signature = ofd('Signature', { ID: 'S1', Type: 'Seal', BaseLoc: `/${SIGNATURE_PART}` });
  parts.set(SIGNATURES_PART, encoder.encode(ofdPart('Signatures', {}, signature)));
  parts.set(SEAL_PART, sealing.sealer.seal);
  const signatureXml = encoder.encode(signaturePart(parts, pageIds, sealing));
  parts.set(SIGNATURE_PART, signatureXml);
  const value = await sealing.sealer.sign({
    dataHash: sm3(signatureXml),
    propertyInfo: `/${SIGNATURE_PART}`,
    signedAt: sealing.signedAt,
  });
  parts.set(VALUE_PART, value);
  return packOfd(parts, sealing.signedAt);
}

function signaturePart(parts: OfdParts, pageIds: readonly number[], { signedAt, stamps }: Sealing): string {
  const references = [...parts].map(([name, content]) =>
    ofd('Reference', { FileRef: `/${name}` }, ofd('CheckValue', {}, btoa(String.fromCharCode(...sm3(content))))),
  );
  const annotations = stamps.map((stamp, i) => {
    const PageRef = pageIds[stamp.page];
    if (PageRef === undefined) throw new SealedFileError('argument', 'stamps');
    const Boundary = numbers(stamp.x, stamp.y, stamp.width, stamp.height);
    return ofd('StampAnnot', { ID: `SA${i + 1}`, PageRef, Boundary });
  });
  return ofdPart(
    'Signature',
    {},
    ofd(
      'SignedInfo',
      {},
      ofd('Provider', { ProviderName: 'miaoben', Version: '1.0', Company: 'miaoben' }),
      ofd('SignatureMethod', {}, OID.sm2WithSm3),
      ofd('SignatureDateTime', {}, chinaTime(signedAt)),
      ofd('References', { CheckMethod: OID.sm3 }, ...references),
      ...annotations,
      ofd('Seal', {}, ofd('BaseLoc', {}, `/${SEAL_PART}`)),
    ),
    ofd('SignedValue', {}, `/${VALUE_PART}`),
  );
}

/** `YYYYMMDDHHMMSS` on China's clock, as the readers at hand show it; the legal time is the one inside the seal. */
function chinaTime(milliseconds: number): string {
  return new Date(milliseconds + 8 * 3600_000).toISOString().slice(0, 19).replaceAll(/\D/g, '');
}
