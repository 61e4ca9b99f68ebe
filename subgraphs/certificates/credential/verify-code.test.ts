import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { toHex } from './bytes.ts';
import { type AnswerClaims } from './claims.ts';
import { codeLink, codeText } from './code-text.ts';
import { issueCode } from './issue-code.ts';
import type { Signer } from './signer.ts';
import {
  CLAIMS,
  DAY,
  defaultKeys,
  type Issuer,
  NOW,
  newIssuer,
  PRESENTATION,
  recordOf,
  type World,
  worldOf,
} from './test-kit.ts';
import { verifyCode } from './verify-code.ts';

const KINDS_THAT_PASS = new Set(['genuine']);

for (const alg of ['SM2', 'ES256'] as const) {
  describe(`answer code signed by ${alg}`, () => {
    let issuer: Issuer;
    let world: World;
    beforeAll(async () => {
      issuer = await newIssuer(alg);
      world = await worldOf(issuer);
    });

    it('Q-49 J-135 is genuine off line and says what was issued, as text and as link', async () => {
      const claims: AnswerClaims = {
        ...CLAIMS,
        result: 2,
        missing: [
          { vaccine: '02', doses: 1 },
          { vaccine: '18', doses: 2 },
        ],
      };
      const code = await issueCode(claims, issuer.result);
      const answer = await verifyCode(code.text, world.state);
      expect(answer).toEqual({
        kind: 'genuine',
        reason: null,
        kid: toHex(issuer.result.kid),
        payloadHash: code.payloadHash,
        codeKind: 'static',
        result: 2,
        maskedName: '张*明',
        birthDate: '2020-03-15',
        ruleDate: '2026-06-17',
        missing: claims.missing,
        audience: null,
        issuedAt: claims.issuedAt,
        expiresAt: claims.expiresAt,
        listAge: 'fresh',
        listDate: NOW - DAY,
        roster: null,
      });
      const link = codeLink(code.bytes, 'https://ymt.example.gov.cn/v/');
      expect(await verifyCode(link, world.state)).toEqual(answer);
    });

    it('Q-143 a presentation may name the school it is shown to', async () => {
      const code = await issueCode({ ...PRESENTATION, audience: '52630102MJY0000001' }, issuer.presentation);
      const answer = await verifyCode(code.text, world.state);
      expect(answer).toMatchObject({ kind: 'genuine', codeKind: 'presentation', audience: '52630102MJY0000001' });
    });

    it('attack 1: accepts none of the codes that differ in one bit', { timeout: 60_000 }, async () => {
      const { bytes } = await issueCode(CLAIMS, issuer.result);
      const seen = new Map<string, number>();
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const changed = bytes.slice();
        changed[bit >> 3]! ^= 1 << (bit & 7);
        const { kind } = await verifyCode(codeText(changed), world.state);
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }
      expect([...seen.keys()].filter((kind) => KINDS_THAT_PASS.has(kind))).toEqual([]);
      // 64 bits of key identifier, everything of payload and signature that still reads, the rest of the envelope.
      expect(seen.get('unknown_issuer')).toBe(64);
      expect(seen.get('altered')).toBeGreaterThan(bytes.length * 6);
      expect([...seen.values()].reduce((a, b) => a + b)).toBe(bytes.length * 8);
    });
  });
}

describe('answer code under attack', () => {
  let issuer: Issuer;
  let world: World;
  beforeAll(async () => {
    issuer = await newIssuer();
    world = await worldOf(issuer);
  });

  const answer = async (claims: AnswerClaims, signer: Signer, state = world.state) =>
    verifyCode((await issueCode(claims, signer)).text, state);
  /** A code of any payload, header or shape, signed by a true key. */

  it('attack 7: each use signs its own kind only', async () => {
    const matrix: string[] = [];
    for (const use of ['result', 'presentation', 'status', 'classList'] as const) {
      for (const claims of [CLAIMS, PRESENTATION]) {
        const { kind, reason, result } = await answer(claims, issuer[use]);
        matrix.push(`${use} ${claims.kind} ${kind} ${reason ?? '-'} ${result ?? '-'}`);
      }
    }
    expect(matrix).toEqual([
      'result static genuine - 1',
      'result presentation unknown_issuer key_use -',
      'presentation static unknown_issuer key_use -',
      'presentation presentation genuine - 1',
      'status static unknown_issuer key_use -',
      'status presentation unknown_issuer key_use -',
      'classList static unknown_issuer key_use -',
      'classList presentation unknown_issuer key_use -',
    ]);
    expect((await answer(CLAIMS, issuer.root)).reason).toBe('key_unknown');
  });

  it('attack 8: the moment of issue lies inside the key window, to the second', async () => {
    const { issuedAt } = CLAIMS;
    const within = async (over: object) => {
      const keys = [recordOf(issuer.result, 'result', over), ...defaultKeys(issuer).slice(1)];
      const { kind, reason } = await answer(CLAIMS, issuer.result, (await worldOf(issuer, { keys })).state);
      return `${kind} ${reason}`;
    };
    expect(await within({ signFrom: issuedAt })).toBe('genuine null');
    expect(await within({ signFrom: issuedAt + 1 })).toBe('unknown_issuer key_window');
    expect(await within({ signTo: issuedAt })).toBe('genuine null');
    expect(await within({ signTo: issuedAt - 1 })).toBe('unknown_issuer key_window');
    expect(await within({ signTo: issuedAt, verifyTo: NOW })).toBe('genuine null');
    expect(await within({ signTo: issuedAt, verifyTo: NOW - 1 })).toBe('expired key_verification_ended');
  });

  it('attack 9: a revoked key takes everything it signed with it, and its claims are not shown', async () => {
    const keys = [recordOf(issuer.result, 'result', { revokedAt: NOW - 10 }), ...defaultKeys(issuer).slice(1)];
    const { state } = await worldOf(issuer, { keys });
    expect(await answer(CLAIMS, issuer.result, state)).toMatchObject({
      kind: 'revoked',
      reason: 'key_revoked',
      result: null,
      maskedName: null,
    });
    expect((await answer(PRESENTATION, issuer.presentation, state)).kind).toBe('genuine');
  });

  it('attack 11: yesterday’s presentation has expired; limits are exact', async () => {
    const { text } = await issueCode(PRESENTATION, issuer.presentation);
    const at = async (now: number) => (await verifyCode(text, { ...world.state, now })).kind;
    expect(await at(PRESENTATION.expiresAt + 300)).toBe('genuine');
    expect(await at(PRESENTATION.expiresAt + 301)).toBe('expired');
    expect(await at(PRESENTATION.issuedAt - 300)).toBe('genuine');
    expect(await at(PRESENTATION.issuedAt - 301)).toBe('not_yet_valid');
  });

  it('attack 13: lists of 2 and 4 days carry a pass, of 15 days never; a revocation stands at any age', async () => {
    const { text } = await issueCode(CLAIMS, issuer.result);
    const seen: unknown[] = [];
    for (const days of [2, 3, 4, 14, 15]) {
      const { state } = await worldOf(issuer, { listsIssued: NOW - days * DAY });
      const { kind, listAge, listDate } = await verifyCode(text, state);
      seen.push([days, kind, listAge, (NOW - listDate!) / DAY]);
    }
    expect(seen).toEqual([
      [2, 'genuine', 'fresh', 2],
      [3, 'genuine', 'fresh', 3],
      [4, 'genuine', 'old', 4],
      [14, 'genuine', 'old', 14],
      [15, 'status_unknown', 'too_old', 15],
    ]);
    const old = await worldOf(issuer, { listsIssued: NOW - 30 * DAY, revoked: [CLAIMS.statusIndex] });
    expect(await verifyCode(text, old.state)).toMatchObject({ kind: 'revoked', reason: 'code_revoked', result: 1 });
  });

  it('attack 15: index = size, or the list of another season, is no pass', async () => {
    expect(await answer({ ...CLAIMS, statusIndex: 131_072 }, issuer.result)).toMatchObject({
      kind: 'status_unknown',
      reason: 'status_index',
    });
    expect((await answer({ ...CLAIMS, statusIndex: 131_071 }, issuer.result)).kind).toBe('genuine');
    const other = recordOf(issuer.result, 'result', { statusList: '2027-result' });
    const { state } = await worldOf(issuer, { keys: [other, ...defaultKeys(issuer).slice(1)] });
    expect(await answer(CLAIMS, issuer.result, state)).toMatchObject({
      kind: 'status_unknown',
      reason: 'status_list_missing',
    });
  });

  it('answers any text at all, and passes none', async () => {
    const { text } = await issueCode(CLAIMS, issuer.result);
    const anything = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.string({ maxLength: 300 }).map((rest) => `VX1:${rest}`),
      fc.uint8Array({ maxLength: 300 }).map(codeText),
      fc.nat(text.length - 1).map((at) => text.slice(0, at)),
      fc.tuple(fc.nat(text.length - 1), fc.nat(text.length - 1)).map(([a, b]) => text.slice(0, a) + text.slice(b)),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (candidate) => {
        const { kind, reason } = await verifyCode(candidate, world.state);
        return candidate === text || (kind !== 'genuine' && reason !== null);
      }),
      { numRuns: 1000 },
    );
  });
});
