import { type Algorithm, generatePrivateKey, loadSigner } from '@miaoben/credential';
import { type Clock, type Em, type Keyring, query } from '@miaoben/kernel';
import { issueCertificate, issueSeal, localSealer, type PdfSigner, type Sealer } from '@miaoben/sealed-file';
import { authorityKey, insertSealKey, type SealKey, sealKey } from './seal-key.repository.ts';

/**
 * The local counterpart of the province's seal platform: a certificate authority of its own, a seal maker, and the keys of
 * seals, all sealed by the keyring. It says so in every certificate it issues. A platform takes its place by another `Sealer`.
 */
const ORGANISATION = '苗本本地签章服务（非法定认证机构）';
const DAY_MS = 86_400_000;
/** Years are of 365 days. */
const ROOT_DAYS = 20 * 365;
const SIGNER_DAYS = 3 * 365;
const VENDOR = 'MIAOBEN-LOCAL';

export interface Authority {
  readonly em: Em;
  readonly keyring: Keyring;
  readonly clock: Clock;
}

async function issueKey(
  { em, keyring, clock }: Authority,
  use: 'root' | 'maker' | 'signer',
  alg: Algorithm,
  name: { organisation: string; commonName: string },
  issuer: SealKey | null,
): Promise<SealKey> {
  const at = clock.instant();
  const pkcs8 = await generatePrivateKey(alg);
  const signer = await loadSigner(alg, pkcs8);
  const days = use === 'root' ? ROOT_DAYS : SIGNER_DAYS;
  const request = {
    ...name,
    spki: signer.spki,
    // A minute of grace for clocks that run behind.
    validFrom: at.getTime() - 60_000,
    validTo: at.getTime() + days * DAY_MS,
    isAuthority: use === 'root',
  };
  const certificate = await issueCertificate(request, (issuer ?? { signer }).signer, issuer?.certificate ?? null);
  return insertSealKey(em, keyring, { use, signer, certificate, pkcs8, at });
}

async function rootOf(authority: Authority, alg: Algorithm): Promise<SealKey> {
  const commonName = `本地根证书 ${alg}`;
  return (
    (await authorityKey(authority.em, authority.keyring, 'root', alg)) ??
    (await issueKey(authority, 'root', alg, { organisation: ORGANISATION, commonName }, null))
  );
}

async function makerOf(authority: Authority): Promise<SealKey> {
  const held = await authorityKey(authority.em, authority.keyring, 'maker', 'SM2');
  if (held) return held;
  const name = { organisation: ORGANISATION, commonName: '本地制章人' };
  return issueKey(authority, 'maker', 'SM2', name, await rootOf(authority, 'SM2'));
}

/** What a seal is made of, and what of it is kept. */
export interface SealToMake {
  /** number of the seal, digits */
  readonly number: string;
  /** of the seal, such as 大通县桥头镇中心卫生院预防接种专用章 */
  readonly name: string;
  readonly issuerName: string;
  readonly picture: Uint8Array;
  readonly widthMm: number;
  readonly heightMm: number;
}
export interface MadeSeal {
  /** DER of the SESeal */
  readonly seal: Uint8Array;
  readonly ofdKey: string;
  readonly pdfKey: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

/** Makes a seal (制章) with two certificates of its holder: SM2 for OFD, P-256 for PDF, whose readers know no SM2. */
export async function makeSeal(authority: Authority, toMake: SealToMake): Promise<MadeSeal> {
  // Two first seals at a time would make two roots.
  await query(authority.em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', ['seal authority']);
  const name = { organisation: toMake.issuerName, commonName: toMake.name };
  const maker = await makerOf(authority);
  const ofdKey = await issueKey(authority, 'signer', 'SM2', name, await rootOf(authority, 'SM2'));
  const pdfKey = await issueKey(authority, 'signer', 'ES256', name, await rootOf(authority, 'ES256'));
  const validFrom = new Date(authority.clock.instant().getTime() - 60_000);
  const validTo = new Date(validFrom.getTime() + SIGNER_DAYS * DAY_MS);
  const seal = await issueSeal(
    {
      id: toMake.number,
      name: toMake.name,
      vendor: VENDOR,
      signers: [ofdKey.certificate],
      picture: { data: toMake.picture, width: toMake.widthMm, height: toMake.heightMm },
      createdAt: validFrom.getTime(),
      validFrom: validFrom.getTime(),
      validTo: validTo.getTime(),
    },
    maker,
  );
  return { seal, ofdKey: ofdKey.id, pdfKey: pdfKey.id, validFrom, validTo };
}

/** A seal ready to be used on both forms of a file. */
export interface OpenedSeal {
  readonly ofd: Sealer;
  readonly pdf: PdfSigner;
  readonly ofdSerial: string;
  readonly pdfSerial: string;
}

export async function openSeal(
  em: Em,
  keyring: Keyring,
  held: { seal: Uint8Array; ofd_key: string; pdf_key: string },
): Promise<OpenedSeal> {
  const ofdKey = await sealKey(em, keyring, held.ofd_key);
  const pdfKey = await sealKey(em, keyring, held.pdf_key);
  const root = await authorityKey(em, keyring, 'root', 'ES256');
  if (!root) throw new Error('the local root is missing');
  const sealer = localSealer({
    seal: new Uint8Array(held.seal),
    certificate: ofdKey.certificate,
    signer: ofdKey.signer,
  });
  return {
    ofd: sealer,
    pdf: { signer: pdfKey.signer, certificates: [pdfKey.certificate, root.certificate] },
    ofdSerial: ofdKey.serial,
    pdfSerial: pdfKey.serial,
  };
}
