import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeBase45 } from './base45.ts';
import { fromHex } from './bytes.ts';
import { decodeStrict } from './cbor.ts';
import { isSignedBy, readSign1 } from './cose.ts';
import { CredentialError } from './errors.ts';
import { loadVerifyKey } from './verify-key.ts';

// The public test data of the EU Digital COVID Certificate (Apache-2.0) is an independent set of base45, CBOR and COSE
// material. It is not part of this repository.
const repository = join(import.meta.dirname, '../../..');
const external = resolve(repository, process.env.MIAOBEN_EXTERNAL_DATA ?? '../shared');
const folders = ['eu-dcc-common', 'eu-dcc-countries']
  .map((name) => join(external, 'cert-testdata/fetched', name))
  .filter((folder) => existsSync(folder));
if (folders.length === 0) console.log('The EU DCC test data is not here: the reader is not held against it.');

interface DccFile {
  name: string;
  COSE?: string;
  PREFIX?: string;
  BASE45?: string;
  COMPRESSED?: string;
  TESTCTX: { CERTIFICATE?: string };
  EXPECTEDRESULTS: Record<string, boolean>;
}

const files: DccFile[] = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, ...JSON.parse(readFileSync(join(folder, name), 'utf8')) }) as DccFile),
);

/** The value, or the code of our own error; anything else thrown is a failure of the reader. */
function attempt<T>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof CredentialError) return error.code;
    throw error;
  }
}

/** The COSE bytes of a file: as given, else from its text; null where a file has neither. */
function coseOf(file: DccFile): Uint8Array | null {
  if (file.COSE) return fromHex(file.COSE);
  const text = textOf(file);
  if (text === undefined || file.EXPECTEDRESULTS.EXPECTEDB45DECODE === false) return null;
  return inflateSync(decodeBase45(text), { maxOutputLength: 65_536 });
}

const textOf = (file: DccFile): string | undefined => file.BASE45 ?? file.PREFIX?.replace(/^HC1:/, '');

describe.skipIf(folders.length === 0)('EU DCC test data', () => {
  it('base45: every text is read, and read only as flagged', () => {
    let read = 0;
    for (const file of files) {
      const text = textOf(file);
      if (text === undefined) continue;
      const bytes = attempt(() => decodeBase45(text));
      const isFlaggedBad = file.EXPECTEDRESULTS.EXPECTEDB45DECODE === false;
      expect(typeof bytes === 'string', file.name).toBe(isFlaggedBad);
      if (typeof bytes === 'string') continue;
      read += 1;
    }
    expect(read).toBeGreaterThan(50);
  });

  it('COSE: each envelope of our form verifies under its certificate, and not with a bit changed', async () => {
    const tally = { verified: 0, refused: 0 };
    for (const file of files) {
      const bytes = coseOf(file);
      if (!bytes) continue;
      const sign1 = attempt(() => readSign1(bytes, 4096));
      if (typeof sign1 === 'string' || !file.TESTCTX.CERTIFICATE) {
        expect(sign1, file.name).toMatch(/^(?:envelope|cbor)$/);
        tally.refused += 1;
        continue;
      }
      const certificate = new X509Certificate(Buffer.from(file.TESTCTX.CERTIFICATE, 'base64'));
      const key = await loadVerifyKey('ES256', certificate.publicKey.export({ type: 'spki', format: 'der' }));
      expect(await isSignedBy(sign1, key), file.name).toBe(true);
      expect(file.EXPECTEDRESULTS.EXPECTEDVERIFY, file.name).not.toBe(false);
      const changed = sign1.payload.slice();
      changed[0]! ^= 1;
      expect(await isSignedBy({ ...sign1, payload: changed }, key), file.name).toBe(false);
      tally.verified += 1;
    }
    expect(tally.verified).toBeGreaterThan(80);
    console.log(
      `EU DCC: ${files.length} files, ${tally.verified} signatures verified, ${tally.refused} not of our form`,
    );
  });

  it('CBOR: every payload of those is read as a map with its health certificate', () => {
    const without: string[] = [];
    for (const file of files) {
      const bytes = coseOf(file);
      const sign1 = bytes && attempt(() => readSign1(bytes, 4096));
      if (!sign1 || typeof sign1 === 'string') continue;
      const payload = decodeStrict(sign1.payload);
      if (!(payload instanceof Map && payload.get(-260) instanceof Map)) without.push(file.name);
    }
    expect(without).toEqual([]);
  });
});
