import type { Bytes } from '@miaoben/credential';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkOfd, type OfdReason } from './check.ts';
import { packOfd } from './ofd-write.ts';
import { OID } from './oids.ts';
import { sealOfd } from './seal-ofd.ts';
import {
  certificateDocument,
  edit,
  newSealWorld,
  resealed,
  type SealWorld,
  SIGNATURE,
  SIGNED_AT,
  SIGNED_VALUE,
  sealingBy,
} from './test-kit.ts';
import { unpack } from './zip-read.ts';

const document = certificateDocument();
let world: SealWorld;
let file: Bytes;
beforeAll(async () => {
  world = await newSealWorld();
  file = await sealOfd(document, sealingBy(world.sealer));
});

const check = (bytes: Uint8Array) => checkOfd(bytes, { roots: world.roots });

describe('Q-59 attack 30: references', () => {
  it.each<[string, OfdReason, (parts: Map<string, Bytes>) => void]>([
    [
      'a page left out of the signature',
      'file_not_covered',
      (p) => edit(p, SIGNATURE, /<ofd:Reference FileRef="\/Doc_0\/Pages\/.*?<\/ofd:Reference>/, ''),
    ],
    [
      'the index of signatures left out',
      'file_not_covered',
      (p) => edit(p, SIGNATURE, /<ofd:Reference FileRef="\/Doc_0\/Signs\/Signatures.xml.*?<\/ofd:Reference>/, ''),
    ],
    [
      'a file beside the signature that nobody asked for',
      'file_not_covered',
      (p) => void p.set('Doc_0/Signs/Sign_0/evil.xml', new TextEncoder().encode('<x/>')),
    ],
    ['a reference to a file that is gone', 'reference_missing_file', (p) => void p.delete('Doc_0/Res/image_0.png')],
    [
      'a file twice',
      'reference_duplicate',
      (p) => edit(p, SIGNATURE, /(<ofd:Reference FileRef="\/OFD.xml.*?<\/ofd:Reference>)/, '$1$1'),
    ],
    ['another digest', 'digest_method', (p) => edit(p, SIGNATURE, `CheckMethod="${OID.sm3}"`, 'CheckMethod="MD5"')],
    ['no digest named, which means MD5', 'digest_method', (p) => edit(p, SIGNATURE, ` CheckMethod="${OID.sm3}"`, '')],
    [
      'a seal file that is not the seal',
      'seal_file_differs',
      (p) => void p.set('Doc_0/Signs/Sign_0/Seal.esl', Uint8Array.of(0x30, 0)),
    ],
    [
      'another signature method',
      'seal_algorithm',
      (p) => edit(p, SIGNATURE, `<ofd:SignatureMethod>${OID.sm2WithSm3}`, '<ofd:SignatureMethod>1.2.840.10045.4.3.2'),
    ],
  ])('refuses %s, though the seal is good: %s', async (_, reason, change) => {
    const reasons = check(await resealed(file, world.sealer, change)).reasons;
    expect(reasons).toContain(reason);
    expect(reasons.filter((other) => other !== reason && other !== 'reference_mismatch')).toEqual([]);
  });

  it.each<[string, OfdReason, (parts: Map<string, Bytes>) => void]>([
    ['no index of signatures', 'part_missing', (p) => void p.delete('Doc_0/Signs/Signatures.xml')],
    ['an empty index', 'no_signature', (p) => edit(p, 'Doc_0/Signs/Signatures.xml', /<ofd:Signature .*\/>/, '')],
    ['no mention of signatures', 'no_signature', (p) => edit(p, 'OFD.xml', /<ofd:Signatures>.*<\/ofd:Signatures>/, '')],
    [
      'two signatures',
      'several_signatures',
      (p) => edit(p, 'Doc_0/Signs/Signatures.xml', /(<ofd:Signature .*\/>)/, '$1$1'),
    ],
    [
      'two blocks of references',
      'xml_malformed',
      (p) => edit(p, SIGNATURE, /(<ofd:References.*<\/ofd:References>)/, '$1$1'),
    ],
    [
      'a reference that climbs',
      'part_missing',
      (p) => edit(p, SIGNATURE, 'FileRef="/OFD.xml"', 'FileRef="../../../OFD.xml"'),
    ],
    ['no signed value', 'part_missing', (p) => void p.delete(SIGNED_VALUE)],
  ])('refuses %s before it looks at the seal: %s', (_, reason, change) => {
    const parts = unpack(file);
    change(parts);
    expect(check(packOfd(parts, SIGNED_AT))).toMatchObject({ accepted: false, seal: false, reasons: [reason] });
  });

  it('refuses a bare digital signature where a seal belongs', async () => {
    const signed = await resealed(file, world.sealer, (parts) =>
      edit(parts, 'Doc_0/Signs/Signatures.xml', 'Type="Seal"', 'Type="Sign"'),
    );
    expect(check(signed).reasons).toContain('no_seal');
  });

  it('refuses a changed Signature.xml under the old seal', () => {
    const parts = unpack(file);
    edit(parts, SIGNATURE, 'Boundary="135 240 40 40"', 'Boundary="10 10 40 40"');
    expect(check(packOfd(parts, SIGNED_AT)).reasons).toEqual(['signature_info_changed']);
  });
});
