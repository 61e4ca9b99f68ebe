// Shared by the tests of this package: a certificate authority, a seal maker, an issuer with its seal, and the face of
// a certificate with 24 doses of an invented child.
import { type Bytes, generatePrivateKey, loadSigner, type Signer, sm3 } from '@miaoben/credential';
import { encode as encodeQr } from 'uqr';
import { type Certificate, readCertificates } from './certificate.ts';
import { type CertificateRequest, issueCertificate } from './issue-certificate.ts';
import { issueSeal, localSealer, type Sealer, type SealRequest } from './issue-seal.ts';
import { packOfd } from './ofd-write.ts';
import type { PageDocument, PageItem } from './page-model.ts';
import type { Sealing } from './seal-ofd.ts';
import { unpack } from './zip-read.ts';

export const DAY_MS = 86_400_000;
export const SIGNED_AT = Date.UTC(2026, 8, 1, 2, 0, 0);

export interface Holder {
  readonly certificate: Bytes;
  readonly pkcs8: Bytes;
  readonly signer: Signer;
}

export interface SealWorld {
  readonly root: Holder;
  readonly roots: readonly Certificate[];
  readonly maker: Holder;
  readonly issuer: Holder;
  readonly seal: Bytes;
  readonly sealer: Sealer;
}

export async function newHolder(
  commonName: string,
  authority: Holder | null,
  over: Partial<CertificateRequest> = {},
): Promise<Holder> {
  const pkcs8 = await generatePrivateKey('SM2');
  const signer = await loadSigner('SM2', pkcs8);
  const request: CertificateRequest = {
    organisation: '苗本测试',
    commonName,
    spki: signer.spki,
    validFrom: SIGNED_AT - 400 * DAY_MS,
    validTo: SIGNED_AT + 3650 * DAY_MS,
    isAuthority: authority === null,
    ...over,
  };
  const certificate = await issueCertificate(request, (authority ?? { signer }).signer, authority?.certificate ?? null);
  return { certificate, pkcs8, signer };
}

export function sealRequest(issuer: Holder, over: Partial<SealRequest> = {}): SealRequest {
  return {
    id: '42000000000001',
    name: '某某省疾病预防控制中心电子证照专用章（测试）',
    vendor: 'MIAOBEN',
    signers: [issuer.certificate],
    picture: { data: RED_PIXEL, width: 40, height: 40 },
    createdAt: SIGNED_AT - 200 * DAY_MS,
    validFrom: SIGNED_AT - 200 * DAY_MS,
    validTo: SIGNED_AT + 1600 * DAY_MS,
    ...over,
  };
}

export async function newSealWorld(over: Partial<SealRequest> = {}): Promise<SealWorld> {
  const root = await newHolder('TEST Root', null);
  const maker = await newHolder('TEST Maker', root);
  const issuer = await newHolder('TEST Issuer', root);
  const seal = await issueSeal(sealRequest(issuer, over), maker);
  const sealer = localSealer({ seal, ...issuer });
  return { root, roots: readCertificates(root.certificate), maker, issuer, seal, sealer };
}

export function sealingBy(sealer: Sealer, signedAt = SIGNED_AT): Sealing {
  return { sealer, signedAt, stamps: [{ page: 0, x: 135, y: 240, width: 40, height: 40 }] };
}

/** 欧阳𬍛曦: the third character lies outside the basic plane. */
export const HOLDER_NAME = '欧阳\u{2c35b}曦';

const VACCINES = ['卡介苗', '乙型肝炎疫苗', '脊髓灰质炎灭活疫苗', '百白破疫苗', '麻腮风疫苗', '乙型脑炎减毒活疫苗'];

/** A4 face: title, holder, 24 rows of doses, QR, stamp-sized picture. */
export function certificateDocument(over: Partial<PageDocument> = {}): PageDocument {
  const text = (x: number, y: number, size: number, value: string, tag?: string): PageItem => ({
    kind: 'text',
    x,
    y,
    size,
    text: value,
    ...(tag !== undefined && { tag }),
  });
  const rule = (y: number): PageItem => ({ kind: 'line', x1: 20, y1: y, x2: 190, y2: y, width: 0.25 });
  const rows = Array.from({ length: 24 }, (_, i) => {
    const y = 62.8 + i * 6;
    return [
      text(22, y, 3.2, VACCINES[i % VACCINES.length]!, `剂次${i + 1}`),
      text(72, y, 3.2, String(1 + Math.floor(i / VACCINES.length))),
      text(85, y, 3.2, `20${20 + (i % 6)}-03-${String(1 + i).padStart(2, '0')}`),
      text(115, y, 3.2, `2020${String(i).padStart(2, '0')}B${i * 7}`),
    ];
  });
  const items: PageItem[] = [
    { kind: 'text', x: 105, y: 15, size: 10, text: '预防接种证', align: 'centre', tag: '证照名称' },
    text(20, 32, 4, `姓名：${HOLDER_NAME}`, '持证主体'),
    text(110, 32, 4, '出生日期：2019-03-01', '出生日期'),
    text(20, 40, 4, '证照编号：4205031901000012', '证照编号'),
    rule(56),
    rule(62),
    ...rows.flat(),
    rule(207),
    { kind: 'qr', x: 25, y: 225, side: 35, modules: encodeQr('VX1:TEST', { border: 0 }).data, tag: '查验码' },
    { kind: 'image', x: 80, y: 230, width: 20, height: 20, format: 'PNG', data: RED_PIXEL },
    { kind: 'image', x: 102, y: 230, width: 5, height: 5, format: 'PNG', data: RED_PIXEL },
  ];
  return {
    id: '0123456789abcdef0123456789abcdef',
    title: '预防接种证',
    createdOn: '2026-09-01',
    creator: '苗本',
    metadata: [
      { name: '证照名称', value: '预防接种证' },
      { name: '证照编号', value: '4205031901000012' },
      { name: '持证主体', value: HOLDER_NAME },
      { name: '证照颁发机构', value: '某某省<疾病预防控制中心> & "测试"' },
    ],
    pages: [{ width: 210, height: 297, items }],
    record: { title: '接种记录结构化数据', json: '{"doses":24}' },
    index: { namespace: 'urn:miaoben:certificate:1', root: '预防接种证' },
    ...over,
  };
}

/** One red pixel. */
export const RED_PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC'),
  (char) => char.charCodeAt(0),
);

/**
 * A sealed file changed and sealed again by the same hand: what an insider with the key, or a careless product, could
 * hand out. `change` may alter the parts; the signed value is made anew over the Signature.xml it leaves.
 */
export async function resealed(
  file: Uint8Array,
  sealer: Sealer,
  change: (parts: Map<string, Bytes>) => void,
): Promise<Bytes> {
  const parts = unpack(file);
  change(parts);
  const dataHash = sm3(parts.get(SIGNATURE)!);
  parts.set(SIGNED_VALUE, await sealer.sign({ dataHash, propertyInfo: `/${SIGNATURE}`, signedAt: SIGNED_AT }));
  return packOfd(parts, SIGNED_AT);
}

export const SIGNATURE = 'Doc_0/Signs/Sign_0/Signature.xml';
export const SIGNED_VALUE = 'Doc_0/Signs/Sign_0/SignedValue.dat';

/** Replaces text in a part; the text must be there. */
export function edit(parts: Map<string, Bytes>, name: string, from: string | RegExp, to: string): void {
  const before = new TextDecoder().decode(parts.get(name));
  const after = before.replace(from, to);
  if (after === before) throw new Error(`nothing to replace in ${name}`);
  parts.set(name, new TextEncoder().encode(after));
}
