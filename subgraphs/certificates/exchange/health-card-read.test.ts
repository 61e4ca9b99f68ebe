import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CardIssuer, forge, ISSUER, NOW, newCardIssuer } from './health-card.test-kit.ts';
import { toHealthCard } from './health-card.ts';
import { qrText } from './health-card-qr.ts';
import { type CardRead, type CardReason, readHealthCard, type TrustedIssuer } from './health-card-read.ts';
import { childAt } from './record.test-kit.ts';

let issuer: CardIssuer;
let jws: string;
beforeAll(async () => {
  issuer = await newCardIssuer();
  jws = (await toHealthCard(childAt('2019-06-20'), issuer.signer, { issuer: ISSUER, issuedAt: NOW, rid: 'r-1' })).jws;
});

type Json = Record<string, unknown>;
const patient: Json = {
  resourceType: 'Patient',
  name: [{ family: 'Anyperson', given: ['John'] }],
  birthDate: '1951-01-20',
};
const dose: Json = {
  resourceType: 'Immunization',
  status: 'completed',
  vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: '37' }] },
  patient: { reference: 'resource:0' },
  occurrenceDateTime: '2021-01-01',
};
const bundle = (...resources: Json[]): Json => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource, i) => ({ fullUrl: `resource:${i}`, resource })),
});
const claims = (fhirBundle: unknown = bundle(patient, dose), change: Json = {}, vc: Json = {}): Json => ({
  iss: ISSUER,
  nbf: NOW,
  vc: {
    type: ['https://smarthealth.cards#health-card', 'https://smarthealth.cards#immunization'],
    credentialSubject: { fhirVersion: '4.0.1', fhirBundle },
    ...vc,
  },
  ...change,
});
const read = (text: string, now = NOW): Promise<CardRead> => readHealthCard(text, [issuer.trusted], now);
const reason = (result: CardRead): string =>
  result.ok ? 'taken' : result.field ? `${result.reason} ${result.field}` : result.reason;

describe('a card from abroad', () => {
  it('is taken with fractions of a second and a partial birth date, as they occur', async () => {
    const card = claims(
      bundle({ ...patient, birthDate: '1951' }, { ...dose, occurrenceDateTime: '2021-01-01T23:30:00-08:00' }),
      { nbf: NOW - 0.5 },
    );
    expect(await read(await forge(issuer, card))).toEqual({
      ok: true,
      card: {
        issuer: ISSUER,
        issuedAt: NOW - 0.5,
        expiresAt: null,
        names: [{ text: null, family: 'Anyperson', given: ['John'] }],
        birthDate: '1951',
        doses: [
          {
            codings: [{ system: 'http://hl7.org/fhir/sid/cvx', code: '37' }],
            date: '2021-01-01',
            lotNumber: null,
            performer: null,
            subpotent: false,
          },
        ],
      },
    });
  });
});

describe('text that is no card', () => {
  it.each<[string, () => string, CardReason]>([
    ['another QR code', () => 'https://example.org', 'not_a_card'],
    ['our own answer code', () => 'VX1:6BFOXN', 'not_a_card'],
    ['blanks around it', () => ` ${qrText(jws)}`, 'not_a_card'],
    ['an odd number of digits', () => qrText(jws).slice(0, -1), 'not_a_card'],
    ['upper case', () => qrText(jws).replace('shc', 'SHC'), 'not_a_card'],
    ['one of two codes', () => qrText(jws).replace('shc:/', 'shc:/1/2/'), 'chunked'],
    ['more digits than a code holds', () => `shc:/${'00'.repeat(1196)}`, 'too_long'],
    ['a file of a megabyte', () => `eyJ${'A'.repeat(1_000_000)}`, 'too_long'],
    ['two parts', () => jws.split('.').slice(0, 2).join('.'), 'not_a_card'],
    ['padding', () => `${jws}==`, 'not_a_card'],
    ['digits that are no base64url', () => 'shc:/9999', 'not_a_card'],
  ])('%s', async (_name, text, expected) => {
    expect(reason(await read(text()))).toBe(expected);
  });
});

describe('a header that is not the framework’s', () => {
  it.each<[string, (kid: string) => object, CardReason]>([
    ['no algorithm', (kid) => ({ zip: 'DEF', kid }), 'algorithm'],
    ['alg none', (kid) => ({ zip: 'DEF', alg: 'none', kid }), 'algorithm'],
    ['HS256 with the public key', (kid) => ({ zip: 'DEF', alg: 'HS256', kid }), 'algorithm'],
    ['not compressed', (kid) => ({ alg: 'ES256', kid }), 'compression'],
    ['a key brought along', (kid) => ({ zip: 'DEF', alg: 'ES256', kid, jwk: {} }), 'header'],
    [
      'a key fetched from elsewhere',
      (kid) => ({ zip: 'DEF', alg: 'ES256', kid, jku: 'https://evil.example' }),
      'header',
    ],
    ['critical extensions', (kid) => ({ zip: 'DEF', alg: 'ES256', kid, crit: ['b64'], b64: false }), 'header'],
    ['no kid', () => ({ zip: 'DEF', alg: 'ES256' }), 'header'],
    ['a kid that is a path', () => ({ zip: 'DEF', alg: 'ES256', kid: '../../keys' }), 'unknown_key'],
    ['a list', () => [], 'not_a_card'],
  ])('%s', async (_name, header, expected) => {
    expect(reason(await read(await forge(issuer, claims(), header(issuer.kid))))).toBe(expected);
  });
});

describe('signature, then content', () => {
  it('a stranger’s key under a known kid is refused before anything is unpacked', async () => {
    const stranger = { ...(await newCardIssuer()), kid: issuer.kid };
    expect(reason(await read(await forge(stranger, 'A'.repeat(10_000_000))))).toBe('signature');
  });

  it('no bit of a card can be turned', async () => {
    const bytes = [...jws].length;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: bytes - 1 }),
        fc.constantFrom(...'AZaz09-_.'),
        async (at, character) => {
          fc.pre(jws[at] !== character);
          expect((await read(jws.slice(0, at) + character + jws.slice(at + 1))).ok).toBe(false);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('the other signature of the same card (r, n − s) is the issuer’s too, so a card is known by its payload', async () => {
    const [header, payload, signature] = jws.split('.');
    const raw = Buffer.from(signature!, 'base64url');
    const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const s = n - BigInt(`0x${raw.subarray(32).toString('hex')}`);
    const other = Buffer.concat([raw.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
    expect((await read(`${header}.${payload}.${other.toString('base64url')}`)).ok).toBe(true);
  });

  it('a bomb stops at 64 KB, and what is cut off or followed by something is damaged', async () => {
    expect(reason(await read(await forge(issuer, ' '.repeat(3_000_000))))).toBe('too_large');
    const [, payload] = (await forge(issuer, claims())).split('.');
    const whole = Buffer.from(payload!, 'base64url');
    const signed = async (bytes: Buffer): Promise<string> => {
      const input = `${jws.split('.')[0]}.${bytes.toString('base64url')}`;
      return `${input}.${Buffer.from(await issuer.signer.sign(Buffer.from(input))).toString('base64url')}`;
    };
    expect(reason(await read(await signed(whole)))).toBe('taken');
    expect(reason(await read(await signed(whole.subarray(0, -4))))).toBe('payload');
    expect(reason(await read(await signed(Buffer.concat([whole, Buffer.from('more')]))))).toBe('payload');
  });

  it.each<[string, () => unknown, string]>([
    ['no JSON', () => 'shc', 'payload'],
    ['a byte order mark', () => `\ufeff${JSON.stringify(claims())}`, 'payload'],
    ['a list', () => [], 'payload'],
    ['issuer by http', () => claims(undefined, { iss: 'http://jz.example.gov.cn/shc' }), 'claims iss'],
    ['issuer with a slash', () => claims(undefined, { iss: `${ISSUER}/` }), 'claims iss'],
    ['an issuer the key is not of', () => claims(undefined, { iss: 'https://other.example' }), 'other_issuer'],
    ['milliseconds', () => claims(undefined, { nbf: NOW * 1000 }), 'claims nbf'],
    ['no time', () => claims(undefined, { nbf: undefined }), 'claims nbf'],
    ['an end before the beginning', () => claims(undefined, { exp: NOW - 1 }), 'claims exp'],
    ['tomorrow', () => claims(undefined, { nbf: NOW + 86_400 }), 'not_yet_valid'],
    ['yesterday', () => claims(undefined, { nbf: NOW - 86_400, exp: NOW - 3600 }), 'expired'],
    [
      'not a health card',
      () => claims(undefined, {}, { type: ['https://smarthealth.cards#immunization'] }),
      'claims vc.type',
    ],
    ['a revocation id with blanks', () => claims(undefined, {}, { rid: 'a b' }), 'claims vc.rid'],
    [
      'a laboratory card',
      () => claims(bundle(patient, { resourceType: 'Observation' })),
      'content Bundle.entry[1].resource',
    ],
    [
      'FHIR of another version',
      () => claims(undefined, {}, { credentialSubject: { fhirVersion: '5.0.0', fhirBundle: {} } }),
      'claims vc.credentialSubject.fhirVersion',
    ],
    ['no bundle', () => claims(null), 'content Bundle'],
    ['a transaction', () => claims({ ...bundle(patient, dose), type: 'transaction' }), 'content Bundle.type'],
    ['101 entries', () => claims(bundle(patient, ...Array.from({ length: 100 }, () => dose))), 'content Bundle.entry'],
    [
      'a resource that would be dropped',
      () => claims(bundle(patient, dose, { resourceType: 'Observation' })),
      'content Bundle.entry[2].resource',
    ],
    [
      'what changes the meaning',
      () => claims(bundle(patient, { ...dose, modifierExtension: [{}] })),
      'content Bundle.entry[1].resource.modifierExtension',
    ],
    ['two patients', () => claims(bundle(patient, dose, patient)), 'content Patient'],
    ['no dose', () => claims(bundle(patient)), 'content Immunization'],
    ['no name', () => claims(bundle({ ...patient, name: [{}] }, dose)), 'content Patient.name'],
    [
      'a name with a control character',
      () => claims(bundle({ ...patient, name: [{ text: 'a\u0007' }] }, dose)),
      'content Patient.name.text',
    ],
    [
      'born on no day',
      () => claims(bundle({ ...patient, birthDate: '1951-02-30' }, dose)),
      'content Patient.birthDate',
    ],
    [
      'a dose not given',
      () => claims(bundle(patient, { ...dose, status: 'not-done' })),
      'content Immunization[0].status',
    ],
    [
      'somebody else’s dose',
      () => claims(bundle(patient, { ...dose, patient: { reference: 'Patient/1' } })),
      'content Immunization[0].patient',
    ],
    [
      'two occurrences',
      () => claims(bundle(patient, { ...dose, occurrenceString: '2020' })),
      'content Immunization[0].occurrenceString',
    ],
    [
      'only a month',
      () => claims(bundle(patient, { ...dose, occurrenceDateTime: '2021-01' })),
      'content Immunization[0].occurrenceDateTime',
    ],
    [
      'no vaccine code',
      () => claims(bundle(patient, { ...dose, vaccineCode: { text: 'MMR' } })),
      'content Immunization[0].vaccineCode',
    ],
    [
      'a code that is a number',
      () =>
        claims(
          bundle(patient, { ...dose, vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: 37 }] } }),
        ),
      'content Immunization[0].vaccineCode.coding[0].code',
    ],
    [
      'a lot of 300 characters',
      () => claims(bundle(patient, { ...dose, lotNumber: 'A'.repeat(300) })),
      'content Immunization[0].lotNumber',
    ],
  ])('%s is refused', async (_name, payload, expected) => {
    expect(reason(await read(await forge(issuer, payload())))).toBe(expected);
  });

  it('clocks may differ by five minutes', async () => {
    expect(reason(await read(await forge(issuer, claims(undefined, { nbf: NOW + 299 }))))).toBe('taken');
    expect(reason(await read(await forge(issuer, claims(undefined, { nbf: NOW - 999, exp: NOW - 299 }))))).toBe(
      'taken',
    );
  });

  it('a card on its issuer’s revocation list is refused, under that key only', async () => {
    const revoked = (kid: string, before = Number.POSITIVE_INFINITY): TrustedIssuer[] => [
      { ...issuer.trusted, revoked: new Map([[kid, new Map([['r-1', before]])]]) },
    ];
    expect(reason(await readHealthCard(jws, revoked(issuer.kid), NOW))).toBe('revoked');
    expect(reason(await readHealthCard(jws, revoked('another'), NOW))).toBe('taken');
    expect(reason(await readHealthCard(jws, revoked(issuer.kid, NOW + 1), NOW))).toBe('revoked');
    // Issued again after the revocation under the same id.
    expect(reason(await readHealthCard(jws, revoked(issuer.kid, NOW), NOW))).toBe('taken');
  });
});

describe('never a crash', () => {
  it('whatever the text', async () => {
    const digits = fc
      .array(fc.integer({ min: 0, max: 99 }), { maxLength: 400 })
      .map((pairs) => `shc:/${pairs.map((n) => String(n).padStart(2, '0')).join('')}`);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          digits,
          fc.base64String().map((text) => `eyJ${text}.${text}.${text}`),
        ),
        async (text) => {
          expect((await read(text)).ok).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('whatever a trusted issuer signs', async () => {
    const mutated = fc
      .tuple(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom('iss', 'nbf', 'exp', 'vc'))
      .map(([value, member]) => ({ ...claims(), [member]: value }));
    const contents = fc.jsonValue({ maxDepth: 5 }).map((value) => claims(value));
    const resource = fc
      .tuple(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(...Object.keys(dose)))
      .map(([value, member]) => claims(bundle(patient, { ...dose, [member]: value })));
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated, contents, resource), async (payload) => {
        expect(typeof reason(await read(await forge(issuer, payload)))).toBe('string');
      }),
      { numRuns: 300 },
    );
  });
});
