import { rawToDerSignature, sm3 } from '@miaoben/credential';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkOfd } from './check.ts';
import {
  bits,
  encode,
  encoded,
  generalizedTime,
  ia5,
  integer,
  octets,
  oid,
  sequence,
  tagged,
  utf8,
} from './der-write.ts';
import type { Sealer } from './issue-seal.ts';
import { OID } from './oids.ts';
import { sealOfd } from './seal-ofd.ts';
import {
  certificateDocument,
  DAY_MS,
  type Holder,
  newSealWorld,
  RED_PIXEL,
  type SealWorld,
  SIGNED_AT,
  sealingBy,
} from './test-kit.ts';

const document = certificateDocument();
let world: SealWorld;
beforeAll(async () => {
  world = await newSealWorld();
});

const checkSealedBy = async (sealer: Sealer) =>
  checkOfd(await sealOfd(document, sealingBy(sealer)), { roots: world.roots });

describe('Q-64 seals of other versions', () => {
  const TIME = generalizedTime(SIGNED_AT - DAY_MS);
  const END = generalizedTime(SIGNED_AT + DAY_MS);
  const signersOf = (holder: Holder) => sequence(octets(holder.certificate));
  const picture = () => sequence(ia5('PNG'), octets(RED_PIXEL), integer(40), integer(40));
  const header = (version: number) => sequence(ia5('ES'), integer(version), ia5('TEST'));

  /** GM/T 0031-2014: no certListType, certificate and algorithm inside what is signed, time in a BIT STRING. */
  async function versionOne({ maker, issuer }: SealWorld, time: Uint8Array): Promise<Sealer> {
    const property = sequence(integer(1), utf8('第一版'), signersOf(issuer), TIME, TIME, END);
    const info = sequence(header(1), ia5('1'), property, picture());
    const makerFields = () => [octets(maker.certificate), oid(OID.sm2WithSm3)];
    const made = rawToDerSignature(await maker.signer.sign(encode(sequence(info, ...makerFields()))));
    const seal = encode(sequence(info, sequence(...makerFields(), bits(made))));
    return {
      seal,
      async sign({ dataHash, propertyInfo }) {
        const toSign = sequence(
          integer(1),
          encoded(seal),
          bits(time),
          bits(dataHash),
          ia5(propertyInfo),
          octets(issuer.certificate),
          oid(OID.sm2WithSm3),
        );
        return encode(sequence(toSign, bits(rawToDerSignature(await issuer.signer.sign(encode(toSign))))));
      },
    };
  }

  /** Versions 4 and 5 with a list of digests, extensions and time stamps, as far as the versions allow. */
  async function laterVersion(
    { maker, issuer }: SealWorld,
    {
      version,
      digest,
      inner = version,
      time = generalizedTime(SIGNED_AT),
    }: { version: number; digest: Uint8Array; inner?: number; time?: ReturnType<typeof generalizedTime> },
  ): Promise<Sealer> {
    const list = sequence(sequence(ia5('SM3'), octets(digest)));
    const property = sequence(integer(3), utf8('第五版'), integer(2), list, TIME, TIME, END);
    const info = sequence(header(version), ia5('5'), property, picture());
    const made = rawToDerSignature(await maker.signer.sign(encode(info)));
    const stamp = () => tagged(0, bits(Uint8Array.of(1)));
    const seal = encode(sequence(info, octets(maker.certificate), oid(OID.sm2WithSm3), bits(made), stamp()));
    return {
      seal,
      async sign({ dataHash, propertyInfo }) {
        const toSign = sequence(
          integer(inner),
          encoded(seal),
          time,
          bits(dataHash),
          ia5(propertyInfo),
          tagged(0, sequence()),
        );
        const value = rawToDerSignature(await issuer.signer.sign(encode(toSign)));
        return encode(sequence(toSign, octets(issuer.certificate), oid(OID.sm2WithSm3), bits(value), stamp()));
      },
    };
  }

  it('reads version 1 with a time inside', async () => {
    const result = await checkSealedBy(await versionOne(world, encode(generalizedTime(SIGNED_AT))));
    expect(result).toMatchObject({ accepted: true, reasons: [] });
    expect(result.content?.sealName).toBe('第一版');
  });

  it('refuses version 1 with a time stamp it cannot read a time from', async () => {
    expect((await checkSealedBy(await versionOne(world, encode(sequence(integer(1)))))).reasons).toEqual([
      'no_signing_time',
    ]);
  });

  it('reads versions 4 and 5 with digests of the signers, and refuses a digest that is another', async () => {
    for (const version of [4, 5]) {
      const digest = sm3(world.issuer.certificate);
      const sealer = await laterVersion(world, { version, digest });
      expect(await checkSealedBy(sealer)).toMatchObject({ accepted: true, reasons: [] });
      const other = await laterVersion(world, { version, digest: digest.toReversed() });
      expect((await checkSealedBy(other)).reasons).toEqual(['signer_not_in_seal']);
    }
  });

  it('refuses versions it does not know, and a seal of another version than its signature', async () => {
    const digest = sm3(world.issuer.certificate);
    expect((await checkSealedBy(await laterVersion(world, { version: 6, digest }))).reasons).toEqual(['seal_version']);
    expect((await checkSealedBy(await laterVersion(world, { version: 5, inner: 4, digest }))).reasons).toEqual([
      'seal_version',
    ]);
  });
});
