import { type Bytes, rawToDerSignature } from '@miaoben/credential';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkOfd, type OfdReason, readCertificates } from './check.ts';
import type { SealTrust } from './check-seal.ts';
import { bits, encode, encoded, octets, oid, sequence } from './der-write.ts';
import { SealedFileError } from './errors.ts';
import { issueSeal, localSealer, type Sealer } from './issue-seal.ts';
import { packOfd } from './ofd-write.ts';
import { OID } from './oids.ts';
import { sealOfd } from './seal-ofd.ts';
import { readSeal, readSealSignature } from './ses-read.ts';
import {
  certificateDocument,
  DAY_MS,
  edit,
  type Holder,
  newHolder,
  newSealWorld,
  RED_PIXEL,
  type SealWorld,
  SIGNED_AT,
  SIGNED_VALUE,
  sealingBy,
  sealRequest,
} from './test-kit.ts';
import { unpack } from './zip-read.ts';

const document = certificateDocument();
let world: SealWorld;
let file: Bytes;
beforeAll(async () => {
  world = await newSealWorld();
  file = await sealOfd(document, sealingBy(world.sealer));
});

const check = (bytes: Uint8Array, trust: Partial<SealTrust> = {}) => checkOfd(bytes, { roots: world.roots, ...trust });

/** A file sealed with a seal and a hand of the test's choice. */
async function sealedWith(sealer: Sealer, signedAt = SIGNED_AT): Promise<readonly OfdReason[]> {
  const result = check(await sealOfd(document, sealingBy(sealer, signedAt)));
  expect(result).toMatchObject({ accepted: false, structure: true, references: true, seal: false });
  return result.reasons;
}

async function sealerOf(holder: Holder, maker: Holder, over: Parameters<typeof sealRequest>[1] = {}): Promise<Sealer> {
  return localSealer({ seal: await issueSeal(sealRequest(holder, over), maker), ...holder });
}

describe('Q-51 a file sealed here', () => {
  it('is accepted, with what it says and who sealed it', () => {
    const result = check(file);
    expect(result).toMatchObject({ accepted: true, reasons: [], notices: [] });
    expect(Object.fromEntries(result.content!.metadata)).toMatchObject({
      证照颁发机构: '某某省<疾病预防控制中心> & "测试"',
    });
    expect(result.content?.signerCertificate).toEqual(world.issuer.certificate);
    expect(result.content?.makerCertificate).toEqual(world.maker.certificate);
    expect(result.content?.sealId).toBe('42000000000001');
  });

  it('is accepted when the maker itself is what one trusts, and when the signer is the expected one', () => {
    expect(check(file, { roots: readCertificates(world.maker.certificate) }).accepted).toBe(true);
    expect(check(file, { signers: [world.issuer.certificate] }).accepted).toBe(true);
  });

  it('holds the time of signing against a clock where one is given', () => {
    expect(check(file, { at: SIGNED_AT - 4 * 60_000 }).accepted).toBe(true);
    expect(check(file, { at: SIGNED_AT - 6 * 60_000 }).reasons).toEqual(['signed_in_future']);
  });
});

describe('Q-61 attack 31: seals', () => {
  it('refuses a picture of a seal without a signature', () => {
    const parts = unpack(file);
    edit(parts, 'OFD.xml', /<ofd:Signatures>.*<\/ofd:Signatures>/, '');
    for (const name of [...parts.keys()]) if (name.includes('/Signs/')) parts.delete(name);
    expect(check(packOfd(parts, SIGNED_AT)).reasons).toEqual(['no_signature']);
  });

  it('refuses a seal out of force on the day of signing, not on the day of the check', async () => {
    const over = {
      createdAt: SIGNED_AT - 30 * DAY_MS,
      validFrom: SIGNED_AT - 20 * DAY_MS,
      validTo: SIGNED_AT + 20 * DAY_MS,
    };
    const sealer = await sealerOf(world.issuer, world.maker, over);
    expect(await sealedWith(sealer, SIGNED_AT + 21 * DAY_MS)).toEqual(['seal_expired']);
    expect(await sealedWith(sealer, SIGNED_AT - 21 * DAY_MS)).toEqual(['seal_not_yet_valid']);
    const inForce = await sealOfd(document, sealingBy(sealer));
    expect(check(inForce, { at: SIGNED_AT + 1000 * DAY_MS }).accepted).toBe(true);
  });

  it('refuses a signer the seal does not list', async () => {
    const stranger = await newHolder('TEST Stranger', world.root);
    const parts = unpack(file);
    const toSign = readSealSignature(parts.get(SIGNED_VALUE)!).signed.message;
    const signature = rawToDerSignature(await stranger.signer.sign(toSign));
    const value = sequence(encoded(toSign), octets(stranger.certificate), oid(OID.sm2WithSm3), bits(signature));
    expect(check(packOfd(parts.set(SIGNED_VALUE, encode(value)), SIGNED_AT)).reasons).toEqual(['signer_not_in_seal']);
    expect(() => localSealer({ seal: world.seal, ...stranger })).toThrow(SealedFileError);
  });

  it('refuses a signer who is genuine but not the one expected', async () => {
    const other = await newHolder('TEST Other issuer', world.root);
    expect(check(file, { signers: [other.certificate] }).reasons).toEqual(['signer_unexpected']);
  });

  it('refuses a seal whose maker no root vouches for, also one of the same name', async () => {
    const foreignRoot = await newHolder('TEST Root', null);
    const foreignMaker = await newHolder('TEST Maker', foreignRoot);
    expect(await sealedWith(await sealerOf(world.issuer, foreignMaker))).toEqual(['maker_unknown']);
    expect(check(file, { roots: [] }).reasons).toEqual(['maker_unknown']);
    // A leaf is not an authority, whatever it signs.
    const leaf = await newHolder('TEST Leaf', world.root);
    const sub = await newHolder('TEST Maker below a leaf', leaf);
    const result = await sealOfd(document, sealingBy(await sealerOf(world.issuer, sub)));
    expect(check(result, { roots: readCertificates(leaf.certificate) }).reasons).toEqual(['maker_unknown']);
  });

  it('refuses a seal somebody made for itself with a genuine certificate', async () => {
    expect(await sealedWith(await sealerOf(world.issuer, world.issuer))).toEqual(['maker_is_signer']);
  });

  it('refuses certificates that had run out when used, or may not sign', async () => {
    const expired = await newHolder('TEST Expired', world.root, { validTo: SIGNED_AT - DAY_MS });
    expect(await sealedWith(await sealerOf(expired, world.maker))).toEqual(['certificate_expired']);
    const late = await newHolder('TEST Late maker', world.root, { validTo: SIGNED_AT - 300 * DAY_MS });
    expect(await sealedWith(await sealerOf(world.issuer, late))).toEqual(['certificate_expired']);
    const authority = await newHolder('TEST Authority', world.root, { isAuthority: true });
    expect(await sealedWith(await sealerOf(authority, world.maker))).toEqual(['certificate_use']);
  });

  it('tells of a time of signing before the certificate began, which the seal alone cannot settle', async () => {
    const young = await newHolder('TEST Young', world.root, { validFrom: SIGNED_AT + DAY_MS });
    const result = check(await sealOfd(document, sealingBy(await sealerOf(young, world.maker))));
    expect(result).toMatchObject({ accepted: true, notices: ['signed_before_certificate'] });
  });

  it('refuses each signature that is not over the bytes it claims', () => {
    const parts = unpack(file);
    const value = parts.get(SIGNED_VALUE)!;
    const { seal } = readSealSignature(value);
    // The last byte of each DER signature: of the document at the end, of the seal at the end of the seal.
    const sealEnd = indexOf(value, seal.der) + seal.der.length;
    for (const [at, reason] of [
      [value.length - 1, 'document_signature_invalid'],
      [sealEnd - 1, 'seal_signature_invalid'],
    ] as const) {
      const changed = value.slice();
      changed[at]! ^= 1;
      expect(check(packOfd(new Map(parts).set(SIGNED_VALUE, changed), SIGNED_AT)).reasons).toContain(reason);
    }
  });

  it.each<[string, OfdReason, (value: Bytes) => Uint8Array]>([
    ['a byte behind the value', 'seal_malformed', (v) => Uint8Array.from([...v, 0])],
    [
      'a length in more bytes than needed',
      'seal_malformed',
      (v) => Uint8Array.from([0x30, 0x83, 0, v[2]!, v[3]!, ...v.slice(4)]),
    ],
    ['an endless length', 'seal_malformed', (v) => Uint8Array.from([0x30, 0x80, ...v.slice(4), 0, 0])],
    ['no value', 'seal_malformed', () => new Uint8Array()],
    ['a text', 'seal_malformed', () => new TextEncoder().encode('seal')],
    ['a list in a list in a list', 'seal_malformed', () => Uint8Array.from(Array(1000).fill([0x30, 0x80]).flat())],
  ])('refuses DER with %s', (_, reason, change) => {
    const parts = unpack(file);
    parts.set(SIGNED_VALUE, new Uint8Array(change(parts.get(SIGNED_VALUE)!)));
    expect(check(packOfd(parts, SIGNED_AT)).reasons).toEqual([reason]);
  });
});

describe('Q-61 making seals', () => {
  it('gives a seal that says what was asked', () => {
    const seal = readSeal(world.seal);
    expect(seal).toMatchObject({
      version: 4,
      id: '42000000000001',
      vendor: 'MIAOBEN',
      validFrom: SIGNED_AT - 200 * DAY_MS,
    });
    expect(seal.picture).toMatchObject({ type: 'PNG', width: 40, height: 40 });
    expect(seal.signers).toEqual({ kind: 'certificates', values: [world.issuer.certificate] });
  });

  it.each([
    ['id', { id: '印章' }],
    ['vendor', { vendor: '' }],
    ['name', { name: ' ' }],
    ['signers', { signers: [] }],
    ['validTo', { validTo: 0 }],
    ['picture', { picture: { data: RED_PIXEL, width: 0, height: 40 } }],
    ['picture', { picture: { data: RED_PIXEL, width: 40.5, height: 40 } }],
  ] as const)('names the field %s of a request it cannot make a seal from', async (field, over) => {
    const made = issueSeal(sealRequest(world.issuer, over), world.maker);
    await expect(made).rejects.toMatchObject({ code: 'argument', field });
  });

  it("refuses a key that is not the certificate's, and bytes that are none", async () => {
    const wrong = { ...world.maker, signer: world.issuer.signer };
    await expect(issueSeal(sealRequest(world.issuer), wrong)).rejects.toMatchObject({ code: 'key', field: 'maker' });
    const held = { ...world.issuer, seal: world.seal };
    expect(() => localSealer({ ...held, signer: world.maker.signer })).toThrow('key: signer');
    expect(() => localSealer({ ...held, seal: new Uint8Array(9) })).toThrow('argument: seal');
    expect(() => readCertificates(new Uint8Array(9))).toThrow('certificate: roots');
  });
});

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  for (let at = 0; at <= bytes.length - wanted.length; at++) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}
