import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { rawToDerSignature } from '@miaoben/credential';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { debianTool } from '../../../tests/support/debian-tool.ts';
import { parseCertificate } from './certificate.ts';
import { checkOfd, type OfdReason, readCertificates } from './check.ts';
import { sealOfd } from './seal-ofd.ts';
import { readSeal, readSealSignature, type SesSigned } from './ses-read.ts';
import { certificateDocument, newSealWorld, type SealWorld, SIGNED_VALUE, sealingBy } from './test-kit.ts';
import { unpack } from './zip-read.ts';

// Public files and schemas that are not part of this repository.
const repository = join(import.meta.dirname, '../../..');
const external = join(resolve(repository, process.env.MIAOBEN_EXTERNAL_DATA ?? '../shared'), 'cert-testdata/fetched');
const schemas = join(external, 'ofd-xsd');
const ofdrw = join(external, 'ofdrw');
const hasSchemas = existsSync(schemas) && debianTool('xmllint', 'libxml2-utils');
if (!hasSchemas) console.log('The OFD schemas or xmllint are not here: our parts are not held against GB/T 33190.');
if (!existsSync(ofdrw)) console.log('The ofdrw files are not here: the reader is not held against them.');
const hasOpenssl = existsSync('/usr/bin/openssl');
if (!hasOpenssl) console.log('OpenSSL is not installed: its second opinion on seals is skipped.');

let world: SealWorld;
let parts: ReturnType<typeof unpack>;
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ofd-'));
  world = await newSealWorld();
  const watermark = {
    kind: 'text',
    x: 105,
    y: 150,
    size: 10,
    text: '仅用于入学',
    align: 'centre',
    angle: 30,
    opacity: 0.2,
  } as const;
  const document = certificateDocument();
  const pages = document.pages.map((page) => ({ ...page, overlay: [watermark] }));
  parts = unpack(await sealOfd({ ...document, pages }, sealingBy(world.sealer)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function stored(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

/** Output of a command, with its complaints when it fails. */
function run(command: string, ...args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return (error as { stderr: string }).stderr;
  }
}

describe.skipIf(!hasSchemas)('Q-51 the schema of GB/T 33190', () => {
  it.each([
    ['OFD.xml', 'OFD'],
    ['Doc_0/Document.xml', 'Document'],
    ['Doc_0/PublicRes.xml', 'Res'],
    ['Doc_0/DocumentRes.xml', 'Res'],
    ['Doc_0/Pages/Page_0/Content.xml', 'Page'],
    ['Doc_0/Tags/CustomTags.xml', 'CustomTags'],
    ['Doc_0/Attachs/Attachments.xml', 'Attachments'],
    ['Doc_0/Signs/Signatures.xml', 'Signatures'],
  ])('takes %s', (name, schema) => {
    const path = stored(name, parts.get(name)!);
    const said = run('xmllint', '--noout', '--nonet', '--schema', join(schemas, `${schema}.xsd`), path);
    expect(said).toBe('');
  });

  it('minds nothing in Signature.xml but SM3, which the list of 2016 does not have', () => {
    const path = stored('Signature.xml', parts.get('Doc_0/Signs/Sign_0/Signature.xml')!);
    const said = run('xmllint', '--noout', '--nonet', '--schema', join(schemas, 'Signature.xsd'), path);
    const errors = said.split('\n').filter((line) => line.includes('error'));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/CheckMethod.*1\.2\.156\.10197\.1\.401.*MD5.*SHA1/);
  });
});

describe.skipIf(!hasOpenssl)('Q-51 OpenSSL', () => {
  const DISTID = 'distid:1234567812345678';
  const pem = (name: string, der: Uint8Array) => {
    const path = join(folder, `${name}.pem`);
    run('openssl', 'x509', '-inform', 'DER', '-in', stored(`${name}.der`, der), '-out', path);
    return path;
  };
  const verifies = ({ message, certificate, signature }: SesSigned) => {
    const key = stored(
      'key.pem',
      new TextEncoder().encode(run('openssl', 'x509', '-in', pem('signer', certificate), '-noout', '-pubkey')),
    );
    const said = run(
      'openssl',
      'pkeyutl',
      '-verify',
      '-pubin',
      '-inkey',
      key,
      '-rawin',
      '-digest',
      'sm3',
      '-pkeyopt',
      DISTID,
      '-in',
      stored('message', message),
      '-sigfile',
      stored('signature', rawToDerSignature(signature!)),
    );
    return said.includes('Signature Verified Successfully');
  };

  it('verifies the document signature over toSign and the seal signature over eSealInfo', () => {
    const { signed, seal } = readSealSignature(parts.get(SIGNED_VALUE)!);
    expect(verifies(signed)).toBe(true);
    expect(verifies(seal.made)).toBe(true);
    expect(verifies({ ...signed, message: seal.made.message })).toBe(false);
  });

  it('follows our certificates to our root under its strict rules', () => {
    const root = pem('root', world.root.certificate);
    for (const holder of [world.maker, world.issuer]) {
      const leaf = pem('leaf', holder.certificate);
      expect(run('openssl', 'verify', '-x509_strict', '-vfyopt', DISTID, '-CAfile', root, leaf)).toContain(
        'leaf.pem: OK',
      );
    }
  });

  it('reads the seal as the SEQUENCE we meant', () => {
    const said = run('openssl', 'asn1parse', '-inform', 'DER', '-in', stored('Seal.esl', world.seal));
    expect(said).toMatch(/IA5STRING\s+:ES/);
    expect(said).toMatch(/UTF8STRING\s+:某某省疾病预防控制中心电子证照专用章/);
    expect(said.match(/GENERALIZEDTIME\s+:\d{14}Z/g)).toHaveLength(3);
  });
});

describe.skipIf(!existsSync(ofdrw))('Q-64 files and seals of other products', () => {
  const file = (name: string) => new Uint8Array(readFileSync(join(ofdrw, name)));
  const madeBy = (name: string) => {
    const value = unpack(file(name)).get('Doc_0/Signs/Sign_0/SignedValue.dat')!;
    return readCertificates(readSealSignature(value).seal.made.certificate);
  };

  it.each([
    ['UserV1.esl', 1],
    ['UserV4.esl', 4],
    ['UserV5.esl', 5],
  ])('reads and verifies the seal %s of version %i', (name, version) => {
    const seal = readSeal(file(name));
    expect(seal.version).toBe(version);
    expect(seal.name).toContain('测试用印章');
    const { certificate, message, signature } = seal.made;
    expect(parseCertificate(certificate).key.verify(message, signature!)).toBe(true);
  });

  it('accepts a file that covers its own index of signatures', () => {
    expect(checkOfd(file('allprotected.ofd'), { roots: madeBy('allprotected.ofd') })).toMatchObject({
      accepted: true,
      reasons: [],
    });
  });

  // Both products leave Signatures.xml uncovered; every digest and both signatures are right.
  it.each<[string, OfdReason[]]>([
    ['v4signed.ofd', ['file_not_covered']],
    ['SESV4SignDoc.ofd', ['file_not_covered', 'seal_expired', 'certificate_expired']],
  ])('finds nothing else wrong with %s than %j', (name, reasons) => {
    expect(checkOfd(file(name), { roots: madeBy(name) }).reasons).toEqual(reasons);
  });

  it.each<[string, OfdReason[]]>([
    ['DigitalSign.ofd', ['file_not_covered', 'no_seal']],
    ['helloworld.ofd', ['no_signature']],
    ['AddAttachment.ofd', ['no_signature']],
    ['chineseDir.ofd', ['no_signature']],
    ['namespace_no_std.ofd', ['no_signature']],
    ['path_unstd.ofd', ['zip_directory_mismatch']],
  ])('refuses %s, which has no seal, for %j', (name, reasons) => {
    expect(checkOfd(file(name), { roots: [] }).reasons).toEqual(reasons);
  });
});
