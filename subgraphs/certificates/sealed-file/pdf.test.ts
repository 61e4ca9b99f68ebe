import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey, loadSigner } from '@miaoben/credential';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { debianTool } from '../../../tests/support/debian-tool.ts';
import { FONT as font } from './font-test-kit.ts';
import { issueCertificate } from './issue-certificate.ts';
import type { PageDocument } from './page-model.ts';
import { writePdf } from './pdf-write.ts';
import { type PdfSealing, sealPdf } from './seal-pdf.ts';
import { certificateDocument, DAY_MS, HOLDER_NAME, type Holder, newHolder, RED_PIXEL, SIGNED_AT } from './test-kit.ts';

const hasPoppler = debianTool('pdfsig', 'poppler-utils');
if (!hasPoppler) console.log('poppler-utils cannot be installed: no other reader looks at our PDF.');
const hasZbar = hasPoppler && debianTool('zbarimg', 'zbar-tools');
if (!hasZbar) console.log('zbar-tools cannot be installed: the code on the PDF is not read back.');

const document = certificateDocument();
const annotated: PageDocument = {
  ...document,
  pages: document.pages.map((page) => ({
    ...page,
    overlay: [
      { kind: 'text', x: 105, y: 150, size: 10, text: '仅用于入学报名', align: 'centre', angle: -45, opacity: 0.25 },
    ],
  })),
};

let folder = '';
let root: Holder;
let sealing: PdfSealing;
let signed: Uint8Array;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pdf-'));
  root = await es256Holder('PDF Root', null);
  const issuer = await es256Holder('PDF Issuer', root);
  const by = { signer: issuer.signer, certificates: [issuer.certificate, root.certificate] };
  const stamps = [{ page: 0, x: 135, y: 240, width: 40, height: 40 }];
  sealing = { by, signedAt: SIGNED_AT, picture: RED_PIXEL, stamps };
  signed = await sealPdf(annotated, font, sealing);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function es256Holder(commonName: string, authority: Holder | null): Promise<Holder> {
  const pkcs8 = await generatePrivateKey('ES256');
  const signer = await loadSigner('ES256', pkcs8);
  const dates = { validFrom: SIGNED_AT - 400 * DAY_MS, validTo: SIGNED_AT + 3650 * DAY_MS };
  const request = {
    organisation: '苗本测试',
    commonName,
    spki: signer.spki,
    ...dates,
    isAuthority: authority === null,
  };
  const certificate = await issueCertificate(request, (authority ?? { signer }).signer, authority?.certificate ?? null);
  return { certificate, pkcs8, signer };
}

function stored(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** What a command says, also when it fails. */
function run(command: string, ...args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  }
}

describe('Q-51 the PDF twin', () => {
  it('is the same file for the same document, with a font of only what it draws', async () => {
    const pdf = await writePdf(document, font);
    expect(await writePdf(document, font)).toEqual(pdf);
    expect(pdf.length).toBeLessThan(60_000);
  });

  it('refuses to lose a character the font does not have', async () => {
    const named = certificateDocument({
      pages: [{ width: 210, height: 297, items: [{ kind: 'text', x: 0, y: 0, size: 4, text: '\u{20bb7}' }] }],
    });
    await expect(writePdf(named, font)).rejects.toMatchObject({ code: 'glyph', field: 'text' });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['argument: font', () => writePdf(document, new Uint8Array(100))],
    ['argument: id', () => writePdf({ ...document, id: 'x' }, font)],
    ['argument: image', () => sealPdf(document, font, { ...sealing, picture: new Uint8Array(9) })],
    ['argument: stamps', () => sealPdf(document, font, { ...sealing, stamps: [{ ...sealing.stamps[0]!, page: 1 }] })],
    ['argument: certificates', () => sealPdf(document, font, { ...sealing, by: { ...sealing.by, certificates: [] } })],
    [
      'argument: certificates',
      () =>
        sealPdf(document, font, {
          ...sealing,
          by: { ...sealing.by, certificates: Array(20).fill(sealing.by.certificates[0]) },
        }),
    ],
    ['key: signer', () => sealPdf(document, font, { ...sealing, by: { ...sealing.by, signer: root.signer } })],
  ])('names %s', async (message, act) => {
    await expect(act()).rejects.toThrow(message);
  });

  it('refuses an SM2 key, which readers of PDF do not know', async () => {
    const { signer, certificate } = await newHolder('SM2', null);
    const by = { signer, certificates: [certificate] };
    await expect(sealPdf(document, font, { ...sealing, by })).rejects.toThrow('key: signer');
  });
});

describe.skipIf(!hasPoppler)('Q-51 what another reader says of the PDF', () => {
  it('finds the signature valid and over the whole document', () => {
    const said = run('pdfsig', stored('signed.pdf', signed));
    expect(said).toContain('Signature Validation: Signature is Valid.');
    expect(said).toContain('Total document signed');
    expect(said).toContain('Signature Type: ETSI.CAdES.detached');
    expect(said).toContain('Signer Certificate Common Name: PDF Issuer');
  });

  it('finds any change after signing', () => {
    const changed = signed.slice();
    // A byte of the drawing, well before the signature.
    changed[1000]! ^= 1;
    expect(run('pdfsig', stored('changed.pdf', changed))).not.toContain('Signature is Valid');
  });

  it('reads the text, also beyond the basic plane, with an embedded font, at true scale', () => {
    const path = stored('signed.pdf', signed);
    const text = run('pdftotext', '-layout', path, '-');
    expect(text).toContain(`姓名：${HOLDER_NAME}`);
    expect(text).toContain('脊髓灰质炎灭活疫苗');
    expect(text).toContain('4205031901000012');
    expect(run('pdffonts', path)).toMatch(/NotoSerifSC.*CID TrueType\s+Identity-H\s+yes/);
    expect(run('pdfinfo', path)).toContain('(A4)');
  });

  it('hands out the record and the metadata that travel with the drawing', () => {
    const path = stored('signed.pdf', signed);
    run('pdfdetach', '-saveall', '-o', folder, path);
    expect(readFileSync(join(folder, 'record.json'), 'utf8')).toBe('{"doses":24}');
    expect(JSON.parse(readFileSync(join(folder, 'metadata.json'), 'utf8'))).toMatchObject({
      证照编号: '4205031901000012',
    });
  });

  it.skipIf(!hasZbar)('reads the code back from the drawn page', () => {
    const page = join(folder, 'page');
    run('pdftoppm', '-r', '150', '-png', '-singlefile', stored('signed.pdf', signed), page);
    expect(run('zbarimg', '--quiet', '--raw', `${page}.png`).trim()).toBe('VX1:TEST');
  });
});

it('Q-51 OpenSSL verifies the embedded signature up to our root', () => {
  const text = Buffer.from(signed).toString('latin1');
  const [, before, after] = /\/ByteRange \[ 0 (\d+) (\d+) \d+ \]/.exec(text)!.map(Number);
  const cms = Buffer.from(text.slice(before! + 1, after! - 1), 'hex');
  const content = Buffer.concat([signed.subarray(0, before), signed.subarray(after)]);
  const rootPem = join(folder, 'root.pem');
  run('openssl', 'x509', '-inform', 'DER', '-in', stored('root.der', root.certificate), '-out', rootPem);
  const verify = (bytes: Uint8Array) =>
    run(
      'openssl',
      'cms',
      '-verify',
      '-binary',
      '-inform',
      'DER',
      '-in',
      stored('cms.der', cms),
      '-purpose',
      'any',
      '-content',
      stored('content', bytes),
      '-CAfile',
      rootPem,
      '-out',
      join(folder, 'out'),
      '-cades',
    );
  const said = verify(content);
  expect(said).not.toMatch(/error|failure/i);
  expect(readFileSync(join(folder, 'out'))).toEqual(content);
  content[100]! ^= 1;
  expect(verify(content)).toMatch(/failure/i);
});
