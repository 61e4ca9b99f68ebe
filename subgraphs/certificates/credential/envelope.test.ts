import { encode, Tagged } from 'cborg';
import { beforeAll, describe, expect, it } from 'vitest';
import { COSE_ALGORITHM } from './algorithms.ts';
import { encodeBase45 } from './base45.ts';
import { equalBytes, fromHex, toHex, utf8 } from './bytes.ts';
import { decodeStrict } from './cbor.ts';
import { encodeDeterministic } from './cbor-encode.ts';
import { type AnswerClaims, MAX_VALIDITY, readClaims } from './claims.ts';
import { codeText } from './code-text.ts';
import { readSign1, toBeSigned } from './cose.ts';
import { writeSign1 } from './cose-sign.ts';
import { rawToDerSignature } from './der-signature.ts';
import { issueCode } from './issue-code.ts';
import { SM2_ORDER_HEX } from './sm2.ts';
import { CLAIMS, defaultKeys, type Issuer, newIssuer, newSigner, recordOf, type World, worldOf } from './test-kit.ts';
import { verifyCode } from './verify-code.ts';

describe('a code of another form', () => {
  let issuer: Issuer;
  let world: World;
  beforeAll(async () => {
    issuer = await newIssuer();
    world = await worldOf(issuer);
  });

  const forge = async (header: unknown, unprotected: unknown, payload: Uint8Array, tag: number | null = 18) => {
    const protectedHeader = header instanceof Uint8Array ? header : encode(header);
    const signature = await issuer.result.sign(toBeSigned(protectedHeader, payload));
    const parts = [protectedHeader, unprotected, payload, signature];
    return verifyCode(codeText(encode(tag === null ? parts : new Tagged(tag, parts))), world.state);
  };
  const payloadOf = async (claims: AnswerClaims = CLAIMS) =>
    readSign1((await issueCode(claims, issuer.result)).bytes, 512).payload;
  const signed = async (payload: unknown) =>
    verifyCode(codeText(await writeSign1(encodeDeterministic(payload), issuer.result)), world.state);

  it('attack 3: refuses r+n, the DER form, and names both signatures of one payload alike', async () => {
    const code = await issueCode(CLAIMS, issuer.result);
    const again = await issueCode(CLAIMS, issuer.result);
    expect(again.payloadHash).toBe(code.payloadHash);
    expect(equalBytes(again.bytes, code.bytes)).toBe(false);
    const { protectedHeader, payload, signature } = readSign1(code.bytes, 512);
    const withSignature = (bytes: Uint8Array) =>
      verifyCode(codeText(encode(new Tagged(18, [protectedHeader, new Map(), payload, bytes]))), world.state);
    const order = BigInt(`0x${SM2_ORDER_HEX}`);
    const r = BigInt(`0x${toHex(signature.subarray(0, 32))}`);
    const wide = fromHex((r + order).toString(16).padStart(66, '0') + toHex(signature.subarray(32)));
    expect(await withSignature(wide)).toMatchObject({ kind: 'unreadable', reason: 'envelope' });
    expect((await withSignature(rawToDerSignature(signature))).kind).toBe('unreadable');
    expect((await withSignature(signature.subarray(1))).kind).toBe('unreadable');
    expect((await withSignature(new Uint8Array(64))).kind).toBe('altered');
    expect((await withSignature(signature)).kind).toBe('genuine');
  });

  it('attack 4: the key record decides the algorithm, whatever the header says', async () => {
    const payload = await payloadOf();
    const kid = issuer.result.kid;
    const es256Header = new Map<number, unknown>([
      [1, COSE_ALGORITHM.ES256],
      [4, kid],
    ]);
    expect(await forge(es256Header, new Map(), payload)).toMatchObject({ kind: 'altered', reason: 'signature' });
    const es256 = await newSigner('ES256');
    const mixed = await worldOf(issuer, { keys: [...defaultKeys(issuer), recordOf(es256, 'result')] });
    const header = encode(
      new Map<number, unknown>([
        [1, COSE_ALGORITHM.SM2],
        [4, es256.kid],
      ]),
    );
    const signature = await es256.sign(toBeSigned(header, payload));
    const text = codeText(encode(new Tagged(18, [header, new Map(), payload, signature])));
    expect((await verifyCode(text, mixed.state)).kind).toBe('altered');
    expect((await verifyCode((await issueCode(CLAIMS, es256)).text, mixed.state)).kind).toBe('genuine');
  });

  it('attack 5: no algorithm, "none", an unprotected one, an extra header or another shape is unreadable', async () => {
    const payload = await payloadOf();
    const alg = COSE_ALGORITHM.SM2;
    const kid = issuer.result.kid;
    const good = new Map<number, unknown>([
      [1, alg],
      [4, kid],
    ]);
    const headers: readonly (readonly [string, unknown, unknown])[] = [
      ['missing', new Map([[4, kid]]), new Map()],
      [
        'none',
        new Map<number, unknown>([
          [1, 'none'],
          [4, kid],
        ]),
        new Map(),
      ],
      [
        'null',
        new Map<number, unknown>([
          [1, null],
          [4, kid],
        ]),
        new Map(),
      ],
      [
        'zero',
        new Map<number, unknown>([
          [1, 0],
          [4, kid],
        ]),
        new Map(),
      ],
      [
        'EdDSA',
        new Map<number, unknown>([
          [1, -8],
          [4, kid],
        ]),
        new Map(),
      ],
      [
        'as text',
        new Map<number, unknown>([
          [1, '-70002'],
          [4, kid],
        ]),
        new Map(),
      ],
      ['unprotected alg', new Map([[4, kid]]), new Map([[1, alg]])],
      ['unprotected kid', new Map([[1, alg]]), new Map([[4, kid]])],
      ['both', good, new Map([[4, kid]])],
      ['extra', new Map<number, unknown>([...good, [3, 'text/plain']]), new Map()],
      ['empty', new Uint8Array(), new Map()],
      ['not a map', [1, alg, 4, kid], new Map()],
      ['unprotected is an array', good, []],
    ];
    for (const [why, header, unprotected] of headers) {
      expect(await forge(header, unprotected, payload), why).toMatchObject({ kind: 'unreadable', reason: 'envelope' });
    }
    expect((await forge(good, new Map(), payload, null)).kind).toBe('unreadable');
    expect((await forge(good, new Map(), payload, 17)).kind).toBe('unreadable');
    expect((await forge(good, new Map(), payload)).kind).toBe('genuine');
  });

  it('attack 6: a key identifier is eight bytes and a lookup, whatever it holds', async () => {
    const payload = await payloadOf();
    const header = (kid: unknown) =>
      new Map<number, unknown>([
        [1, COSE_ALGORITHM.SM2],
        [4, kid],
      ]);
    for (const kid of ['../../key', "' OR 1=1", 'https://e', new Uint8Array(7), new Uint8Array(9), 8, null, []]) {
      expect((await forge(header(kid), new Map(), payload)).kind).toBe('unreadable');
    }
    for (const kid of [utf8('../../ke'), new Uint8Array(8), utf8('__proto_')]) {
      expect(await forge(header(kid), new Map(), payload)).toMatchObject({ kind: 'unknown_issuer', kid: toHex(kid) });
    }
  });

  it('keeps the ceilings of validity against the issuer too', async () => {
    const long = { ...CLAIMS, expiresAt: CLAIMS.issuedAt + MAX_VALIDITY.static + 1 };
    await expect(issueCode(long, issuer.result)).rejects.toThrow('claims: validity');
    const payload = new Map<number, unknown>(
      [...(await decodedPayload(issuer))].map(([key, value]) => [key, key === 4 ? long.expiresAt : value]),
    );
    expect(await signed(payload)).toMatchObject({ kind: 'unreadable', reason: 'claims', result: null });
    const atCeiling = { ...CLAIMS, expiresAt: CLAIMS.issuedAt + MAX_VALIDITY.static };
    expect((await verifyCode((await issueCode(atCeiling, issuer.result)).text, world.state)).kind).toBe('genuine');
  });

  it('attack 16: other prefixes ask for a newer app, an access code is named, plain data is unreadable', async () => {
    const { bytes } = await issueCode(CLAIMS, issuer.result);
    const body = encodeBase45(bytes);
    const kindOf = async (text: string) => (await verifyCode(text, world.state)).kind;
    for (const prefix of ['VX0:', 'VX2:', 'VX10:', 'HC1:', 'LT1:']) {
      expect(await kindOf(prefix + body), prefix).toBe('newer_app_needed');
    }
    expect(await kindOf('https://ymt.example.gov.cn/v/#VX2.AAAA')).toBe('newer_app_needed');
    expect(await verifyCode(`VT1:${body.slice(0, 24)}`, world.state)).toMatchObject({ reason: 'access_code' });
    for (const text of ['', '{"result":1}', `vx1:${body}`, body, `VX1:${body}\n`, ` VX1:${body}`, 'VX1:', 'VX1']) {
      expect(await kindOf(text), JSON.stringify(text)).toBe('unreadable');
    }
    for (const link of [
      'http://e.cn/#VX1.AAAA',
      'https://e.cn#VX1.AAAA',
      'https://e.cn/#VX1.AA=A',
      'https:///#VX1.A',
    ]) {
      expect(await kindOf(link), link).toBe('unreadable');
    }
  });

  it('attack 17, 18, 20: decodes nothing over 512 bytes, and nothing that is not strict CBOR', async () => {
    for (const text of [
      `VX1:${'0'.repeat(900)}`,
      `VX1:${'0'.repeat(3_000_000)}`,
      `https://e.cn/#VX1.${'A'.repeat(4296)}`,
    ]) {
      expect(await verifyCode(text, world.state)).toMatchObject({ kind: 'unreadable', reason: 'too_long' });
    }
    const payload = await payloadOf();
    const duplicate = fromHex(`a3${toHex(payload).slice(2)}061a00000000`);
    const header = new Map<number, unknown>([
      [1, COSE_ALGORITHM.SM2],
      [4, issuer.result.kid],
    ]);
    expect(await forge(header, new Map(), duplicate)).toMatchObject({ kind: 'unreadable', reason: 'cbor' });
    const { bytes } = await issueCode(CLAIMS, issuer.result);
    const trailing = new Uint8Array([...bytes, 0]);
    expect(await verifyCode(codeText(trailing), world.state)).toMatchObject({ kind: 'unreadable', reason: 'cbor' });
  });

  it('a field this version does not know asks for a newer app; a wrong one is unreadable and shows nothing', async () => {
    const payload = await decodedPayload(issuer);
    const inner = payload.get(-70001) as Map<number, unknown>;
    const withInner = (key: number, value: unknown) =>
      signed(new Map<number, unknown>([...payload, [-70001, new Map([...inner, [key, value]])]]));
    expect(await withInner(9, 'new')).toMatchObject({ kind: 'newer_app_needed', reason: 'unknown_claims' });
    expect(await signed(new Map([...payload, [7, 1]]))).toMatchObject({ kind: 'newer_app_needed' });
    const wrong: readonly (readonly [number, unknown])[] = [
      [1, 3],
      [1, '1'],
      [2, '张三明'],
      [2, '张\u202e*明'],
      [2, '*'.repeat(4)],
      [2, '<img>'],
      [2, 5],
      [3, '2020-03-15'],
      [3, 1.5],
      [3, 1e9],
      [4, 0],
      [4, 6],
      [4, true],
      [5, 'x'],
      [6, new Uint8Array(8)],
      [6, '123456789'],
      [7, -1],
      [7, 2 ** 32],
      [8, []],
      [8, [[1, 1]]],
    ];
    for (const [key, value] of wrong) {
      const found = await withInner(key, value);
      expect(found, `${key}: ${String(value)}`).toMatchObject({
        kind: 'unreadable',
        reason: 'claims',
        maskedName: null,
      });
    }
    expect((await signed([])).reason).toBe('claims');
    expect((await signed(new Map([...payload, [6, null]]))).reason).toBe('claims');
  });

  it('refuses to issue what no verifier would take, naming the field', async () => {
    const cases: readonly (readonly [Partial<AnswerClaims>, string])[] = [
      [{ maskedName: '张小明' }, 'maskedName'],
      [{ birthDate: '2020-02-30' }, 'date'],
      [{ result: 2 }, 'missing'],
      [{ missing: [{ vaccine: '02', doses: 1 }] }, 'missing'],
      [{ result: 2, missing: [{ vaccine: '02', doses: 0 }] }, 'missing'],
      [{ result: 2, missing: [{ vaccine: 'HepB', doses: 1 }] }, 'missing'],
      [{ expiresAt: CLAIMS.issuedAt }, 'expiresAt'],
      [{ audience: 'a b' }, 'audience'],
      [{ statusIndex: -1 }, 'statusIndex'],
      [{ idTag: new Uint8Array(8) }, 'idTag'],
    ];
    for (const [over, field] of cases) {
      await expect(issueCode({ ...CLAIMS, ...over }, issuer.result)).rejects.toThrow(field);
    }
  });

  it('attack 25: no error text carries what the artefact holds', async () => {
    const failed = issueCode({ ...CLAIMS, maskedName: '张小明' }, issuer.result);
    await expect(failed).rejects.not.toThrow('张');
    expect(readClaims(await payloadOf()).maskedName).toBe('张*明');
  });
});

async function decodedPayload(issuer: Issuer): Promise<Map<number, unknown>> {
  const { bytes } = await issueCode(CLAIMS, issuer.result);
  return decodeStrict(readSign1(bytes, 512).payload) as Map<number, unknown>;
}
