import { execFileSync } from 'node:child_process';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import data from '../../../tests/data/sm2-verify-vectors.json' with { type: 'json' };
import { fromHex, toHex, utf8 } from './bytes.ts';
import { derToRawSignature, rawToDerSignature } from './der-signature.ts';
import { CredentialError } from './errors.ts';
import { generatePrivateKey, loadSigner } from './signer.ts';
import { loadSm2PublicKey, SM2_ORDER_HEX } from './sm2.ts';
import { sm3 } from './sm3.ts';
import { loadVerifyKey } from './verify-key.ts';

interface Vector {
  id: string;
  msgHex: string;
  sigHex: string;
  pubHex: string;
  userId: string;
  der: boolean;
  expect: boolean;
}

/** As any caller of the package would: text to bytes, DER strictly to raw, key loaded, signature checked. */
function verifyVector(vector: Vector): boolean {
  try {
    const bytes = fromHex(vector.sigHex);
    const signature = vector.der ? derToRawSignature(bytes) : bytes;
    const key = loadSm2PublicKey(fromHex(vector.pubHex), vector.userId);
    return signature !== null && key.verify(fromHex(vector.msgHex), signature);
  } catch (error) {
    if (error instanceof CredentialError) return false;
    throw error;
  }
}

describe('SM2-with-SM3', () => {
  it('has all 31 vectors', () => {
    expect(data.vectors).toHaveLength(31);
    expect(data.vectors.filter((vector) => vector.expect).length).toBeGreaterThan(3);
  });

  it.each(data.vectors)('J-87 attack 2: answers vector $id as expected, twice, without throwing', (vector) => {
    expect(verifyVector(vector)).toBe(vector.expect);
    expect(verifyVector(vector)).toBe(vector.expect);
  });

  it('knows the SM3 digest of the standard (GB/T 32905 example 1)', () => {
    expect(toHex(sm3(utf8('abc')))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  });

  it('refuses keys that are no points and private keys out of range', async () => {
    const pkcs8 = await generatePrivateKey('SM2');
    const zero = pkcs8.slice();
    zero.fill(0, 36, 68);
    await expect(loadSigner('SM2', zero)).rejects.toThrow(CredentialError);
    const tooBig = pkcs8.slice();
    tooBig.set(fromHex(SM2_ORDER_HEX), 36);
    await expect(loadSigner('SM2', tooBig)).rejects.toThrow(CredentialError);
    const otherPair = pkcs8.slice();
    otherPair[67]! ^= 1;
    await expect(loadSigner('SM2', otherPair)).rejects.toThrow('SM2 key pair');
    await expect(loadSigner('ES256', pkcs8)).rejects.toThrow(CredentialError);
    expect(() => loadSm2PublicKey(new Uint8Array(65))).toThrow(CredentialError);
  });

  it('round-trips raw and DER signatures, also with short integers', () => {
    const raw = new Uint8Array(64);
    raw[31] = 0x80;
    raw[63] = 1;
    expect(toHex(rawToDerSignature(raw))).toBe('300702020080020101');
    expect(derToRawSignature(rawToDerSignature(raw))).toEqual(raw);
    expect(derToRawSignature(new Uint8Array())).toBeNull();
  });

  it('attack 4: refuses ECDSA over the SM2 curve, which node:crypto makes of a fresh SM2 key', async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'SM2' });
    const message = utf8('school entry: complete');
    const der = createSign('sm3').update(message).sign(pair.privateKey);
    const spki = new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' }));
    const raw = derToRawSignature(der);
    expect(raw).toHaveLength(64);
    expect(await (await loadVerifyKey('SM2', spki)).verify(message, raw!)).toBe(false);
  });
});

const hasOpenssl = existsSync('/usr/bin/openssl');
if (!hasOpenssl) console.log('OpenSSL is not installed: its second opinion on SM2 signatures is skipped.');

describe.skipIf(!hasOpenssl)('OpenSSL as a second opinion', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sm2-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const file = (name: string, bytes: Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  const openssl = (...args: string[]): string => execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });

  it('J-87 accepts our SM2 signatures under the standard user id, and refuses a changed message', async () => {
    for (let round = 0; round < 5; round++) {
      const signer = await loadSigner('SM2', await generatePrivateKey('SM2'));
      const message = utf8(`message ${round} 接种完成`);
      const key = file('public.der', signer.spki);
      const signature = file('signature.der', rawToDerSignature(await signer.sign(message)));
      const check = (content: Uint8Array): string =>
        openssl(
          'pkeyutl',
          '-verify',
          '-pubin',
          '-keyform',
          'DER',
          '-inkey',
          key,
          '-rawin',
          '-digest',
          'sm3',
          '-pkeyopt',
          'distid:1234567812345678',
          '-in',
          file('message', content),
          '-sigfile',
          signature,
        );
      expect(check(message)).toContain('Signature Verified Successfully');
      expect(() => check(utf8('another message'))).toThrow();
    }
  });

  it('signs with our private key so that we accept it', async () => {
    const pkcs8 = await generatePrivateKey('SM2');
    const signer = await loadSigner('SM2', pkcs8);
    const message = utf8('signed by OpenSSL');
    const out = join(folder, 'out.der');
    openssl(
      'pkeyutl',
      '-sign',
      '-keyform',
      'DER',
      '-inkey',
      file('private.der', pkcs8),
      '-rawin',
      '-digest',
      'sm3',
      '-pkeyopt',
      'distid:1234567812345678',
      '-in',
      file('message', message),
      '-out',
      out,
    );
    const raw = derToRawSignature(readFileSync(out));
    expect(await (await loadVerifyKey('SM2', signer.spki)).verify(message, raw!)).toBe(true);
  });

  it('accepts our ES256 signatures', async () => {
    const signer = await loadSigner('ES256', await generatePrivateKey('ES256'));
    const message = utf8('school entry');
    const key = file('p256.der', signer.spki);
    const signature = file('p256.sig', rawToDerSignature(await signer.sign(message)));
    const verified = openssl(
      'dgst',
      '-sha256',
      '-verify',
      key,
      '-keyform',
      'DER',
      '-signature',
      signature,
      file('message', message),
    );
    expect(verified).toContain('Verified OK');
  });
});
