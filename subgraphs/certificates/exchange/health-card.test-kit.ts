// Shared by the tests of health cards: an issuer with its key, and cards forged with a key that is trusted.
import { deflateRawSync } from 'node:zlib';
import { generatePrivateKey, loadSigner, type Signer, toBase64url } from '@miaoben/credential';
import type { TrustedIssuer } from './health-card-read.ts';
import { healthCardKeySet } from './jwk.ts';

export const ISSUER = 'https://jz.example.gov.cn/shc';
/** 2026-11-20T00:00Z. */
export const NOW = 1_795_132_800;

export interface CardIssuer {
  readonly signer: Signer;
  readonly trusted: TrustedIssuer;
  readonly kid: string;
}

export async function newCardIssuer(iss = ISSUER): Promise<CardIssuer> {
  const signer = await loadSigner('ES256', await generatePrivateKey('ES256'));
  const { keys } = await healthCardKeySet([signer]);
  return { signer, trusted: { iss, keys }, kid: keys[0]!.kid };
}

/** Any payload, truly signed. */
export async function forge(
  { signer, kid }: CardIssuer,
  payload: unknown,
  header: object = { zip: 'DEF', alg: 'ES256', kid },
): Promise<string> {
  const utf8 = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  const input = `${toBase64url(utf8(header))}.${toBase64url(deflateRawSync(utf8(payload)))}`;
  return `${input}.${toBase64url(await signer.sign(Buffer.from(input)))}`;
}
