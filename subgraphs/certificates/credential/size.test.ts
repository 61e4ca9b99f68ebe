import { encode } from 'uqr';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnswerClaims } from './claims.ts';
import { codeLink } from './code-text.ts';
import { issueCode } from './issue-code.ts';
import type { Signer } from './signer.ts';
import { CLAIMS, newSigner, PRESENTATION } from './test-kit.ts';

/** QR version at error correction M. */
const version = (text: string): number => encode(text, { ecc: 'M', boostEcc: false }).version;

describe('size of an answer code', () => {
  let signer: Signer;
  beforeAll(async () => {
    signer = await newSigner();
  });

  const catchUp = (count: number): AnswerClaims => ({
    ...CLAIMS,
    result: 2,
    missing: Array.from({ length: count }, (_, i) => ({ vaccine: String(i + 12), doses: 2 })),
  });
  const cases: readonly (readonly [string, AnswerClaims, number, number])[] = [
    ['complete', CLAIMS, 150, 9],
    ['rare characters of four bytes', { ...CLAIMS, maskedName: '𬍛*𫰛' }, 152, 9],
    ['3 vaccines to catch up', catchUp(3), 160, 9],
    ['8 vaccines to catch up', catchUp(8), 172, 9],
    ['presentation for a school', { ...PRESENTATION, audience: '52630102MJY0000001' }, 172, 9],
  ];

  it.each(cases)('Q-143 %s: few bytes, a small symbol at level M', async (_name, claims, maxBytes, maxVersion) => {
    const code = await issueCode(claims, signer);
    expect(code.bytes.length).toBeLessThanOrEqual(maxBytes);
    expect(version(code.text)).toBeLessThanOrEqual(maxVersion);
  });

  it('the link for generic scanners stays within version 12', async () => {
    const { bytes } = await issueCode(CLAIMS, signer);
    expect(version(codeLink(bytes, 'https://ymt.example.gov.cn/v/'))).toBeLessThanOrEqual(12);
  });
});
