import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CardIssuer, forge, NOW, newCardIssuer } from './health-card.test-kit.ts';
import { cardBundle } from './health-card-bundle.ts';
import { type CardRead, readHealthCard, type TrustedIssuer } from './health-card-read.ts';
import { readRevocations } from './health-card-revocation.ts';
import { readKeySet } from './jwk.ts';
import { childAt } from './record.test-kit.ts';

// The test data of the SMART Health Cards developer tools (MIT): cards with one fault each, and the profile as lists of
// what a resource must not contain. They are not part of this repository.
const repository = join(import.meta.dirname, '../../..');
const external = resolve(repository, process.env.MIAOBEN_EXTERNAL_DATA ?? '../shared');
const folder = join(external, 'cert-testdata/fetched/shc');
const isHere = existsSync(folder);
if (!isHere) console.log('The SMART Health Cards test data are not here: reader and cards are not held against them.');

const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
const data = (name: string): string => text(`testdata/${name}`);

/** The published key of the framework's example issuer; its kid is its own thumbprint, so the numbers prove themselves. */
const EXAMPLE_KEYS = JSON.stringify({
  keys: [
    {
      kty: 'EC',
      kid: '3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s',
      use: 'sig',
      alg: 'ES256',
      crv: 'P-256',
      x: '11XvRWy1I2S0EyJlyf_bWfw_TQ5CJJNLw78bHXNxcgw',
      y: 'eZXwxvO1hvCY0KucrPfKo7yAyMT6Ajc3N7OkAB6VYy8',
    },
  ],
});

const answer = (read: CardRead): string =>
  read.ok ? 'taken' : read.field ? `${read.reason} ${read.field}` : read.reason;

describe.skipIf(!isHere)('cards of the framework’s example issuer', () => {
  let trusted: TrustedIssuer[];
  beforeAll(async () => {
    const { keys } = await readKeySet(EXAMPLE_KEYS);
    trusted = [{ iss: 'https://spec.smarthealth.cards/examples/issuer', keys }];
  });
  const P = 'test-example-00-';

  it.each([
    // Blanks around a text are not ours to forgive, but the card within them is genuine.
    ['d-jws-trailing_chars.txt', 'trimmed', 'taken'],
    ['f-qr-code-numeric-value-0-trailing_chars.txt', 'trimmed', 'taken'],
    ['d-jws-trailing_chars.txt', 'as it is', 'not_a_card'],
    ['f-qr-code-numeric-value-0-trailing_chars.txt', 'as it is', 'not_a_card'],
    ['d-jws-no_jws_header_alg.txt', '', 'algorithm'],
    ['d-jws-no_jws_header_kid.txt', '', 'header'],
    ['d-jws-no_jws_header_zip.txt', '', 'compression'],
    ['d-jws-no_deflate.txt', '', 'compression'],
    ['d-jws-wrong_jws_header_kid.txt', '', 'unknown_key'],
    ['d-jws-issuer-kid-mismatch.txt', '', 'unknown_key'],
    ['d-jws-issuer-not-valid-with-smart-key.txt', '', 'other_issuer'],
    ['d-jws-invalid-signature.txt', '', 'signature'],
    ['d-jws-der-signature.txt', '', 'signature'],
    ['d-jws-der-signature-r-neg.txt', '', 'signature'],
    ['d-jws-der-signature-s-neg.txt', '', 'signature'],
    ['d-jws-der-signature-rs-neg.txt', '', 'signature'],
    ['d-jws-utf8_bom_prefix.txt', '', 'payload'],
    ['f-qr-code-numeric-value-0-odd-count.txt', '', 'not_a_card'],
    ['f-qr-code-numeric-value-0-number-too-big.txt', '', 'not_a_card'],
    ['f-qr-code-numeric-value-0-wrong_qr_header.txt', '', 'not_a_card'],
    ['f-qr-code-numeric-value-0-index-out-of-range.txt', '', 'chunked'],
    ['f-qr-code-numeric-value-0-wrong-multi-chunk.txt', '', 'chunked'],
    ['f-qr-code-numeric-value-0-qr_chunk_too_small.txt', '', 'chunked'],
  ])('%s %s: %s', async (name, how, expected) => {
    const card = data(P + name);
    const trim = how !== 'as it is';
    expect(answer(await readHealthCard(trim ? card.trim() : card, trusted, NOW))).toBe(expected);
  });

  it('no text of the folder crashes the reader, and only what is genuine is taken', async () => {
    const names = readdirSync(join(folder, 'testdata')).filter((name) => /\.(txt|json|smart-health-card)$/.test(name));
    const taken: string[] = [];
    for (const name of names) {
      if ((await readHealthCard(data(name), trusted, NOW)).ok) taken.push(name);
    }
    expect(names.length).toBeGreaterThan(80);
    // Both are truly signed; labels and particulars beyond the profile are left aside, as nothing here reads them.
    expect(taken).toEqual(['test-example-00-d-jws-bad-fhir-metadata.txt', 'test-example-1195-byte-qrnumeric.txt']);
  });
});

describe.skipIf(!isHere)('payloads with one fault, truly signed', () => {
  let issuer: CardIssuer;
  beforeAll(async () => {
    issuer = await newCardIssuer('https://spec.smarthealth.cards/examples/issuer');
  });
  const read = async (payload: unknown): Promise<string> =>
    answer(await readHealthCard(await forge(issuer, payload), [issuer.trusted], NOW));

  it.each([
    ['exp_milliseconds', 'claims exp'],
    ['expired', 'expired'],
    ['pre-expired', 'claims exp'],
    ['nbf_milliseconds', 'claims nbf'],
    ['nbf_not_yet_valid', 'not_yet_valid'],
    ['missing-coding', 'content Bundle.entry[2].resource'],
    ['missing-shc-vc-type', 'claims vc.type'],
    ['missing-imm-vc-type', 'taken'],
    ['missing-covid-vc-type', 'taken'],
    ['optional-vc-type', 'taken'],
    ['unknown-vc-types', 'taken'],
  ])('%s: %s', async (name, expected) => {
    const payload: unknown = JSON.parse(data(`test-example-00-b-jws-payload-expanded-${name}.json`));
    expect(await read(payload)).toBe(expected);
  });

  it.each([
    ['fhirBundle-empty-values', 'content Immunization[0].vaccineCode'],
    ['fhirBundle-occurrence-issues', 'content Immunization[0].occurrenceString'],
    ['fhirBundle-status-not-completed', 'content Immunization[0].status'],
    ['fhirBundle-profile-usa', 'content Bundle.entry[2].resource'],
    ['short-refs', 'content Bundle.entry[0].fullUrl'],
  ])('bundle %s: %s', async (name, expected) => {
    const fhirBundle: unknown = JSON.parse(data(`test-example-00-a-${name}.json`));
    const type = ['https://smarthealth.cards#health-card', 'https://smarthealth.cards#immunization'];
    const credentialSubject = { fhirVersion: '4.0.1', fhirBundle };
    expect(await read({ iss: issuer.trusted.iss, nbf: NOW, vc: { type, credentialSubject } })).toBe(expected);
  });
});

describe.skipIf(!isHere)('key sets', () => {
  it.each([
    ['valid_key.json', 'taken'],
    ['valid_keys.json', 'taken'],
    ['valid_key_with_x5c.json', 'taken'],
    ['wrong_alg_key.json', 'bad_key: keys[0].alg'],
    ['wrong_curve_key.json', 'bad_key: keys[0].alg'],
    ['wrong_kid_key.json', 'bad_key: keys[0].kid'],
    ['wrong_kty_key.json', 'bad_key: keys[0].kty'],
    ['wrong_use_key.json', 'bad_key: keys[0].use'],
  ])('%s: %s', async (name, expected) => {
    const outcome = await readKeySet(data(name)).then(
      () => 'taken',
      (error: Error) => error.message,
    );
    expect(outcome).toBe(expected);
  });
});

describe.skipIf(!isHere)('revocation lists', () => {
  it.each([
    ['invalid-method', 'bad_list: method'],
    ['non-base64url-rid', 'bad_list: rids[1]'],
    ['too-long-rid', 'bad_list: rids[1]'],
    ['version-mismatch', 'bad_list: ctr'],
    // Named with a time and without: without is the wider, and safe to take.
    ['duplicate-rid', 'XkNHp2Iyk0Y Infinity, vwAjHdarZuc 1638311286'],
  ])('%s: %s', async (name, expected) => {
    const key = (await readKeySet(data(`badcrl/${name}/.well-known/jwks.json`))).keys[0]!;
    const read = (): string =>
      [...readRevocations(data(`badcrl/${name}/.well-known/crl/${key.kid}.json`), key)]
        .map((entry) => entry.join(' '))
        .join(', ');
    if (expected.startsWith('bad_list')) expect(read).toThrow(expected);
    else expect(read()).toBe(expected);
  });
});

interface Profile {
  mustNotContain: { path: string }[];
}
describe.skipIf(!isHere)('our own cards', () => {
  it('contain nothing the data minimisation profile forbids', () => {
    const rules = ['immunization-dm.json', 'patient-dm.json'].flatMap(
      (name) => (JSON.parse(text(`schema/${name}`)) as Profile).mustNotContain,
    );
    const paths = new Set<string>();
    const walk = (value: unknown, path: string): void => {
      paths.add(path);
      if (Array.isArray(value)) for (const one of value) walk(one, path);
      else if (typeof value === 'object' && value !== null)
        for (const [member, one] of Object.entries(value)) walk(one, `${path}.${member}`);
    };
    for (const { resource } of cardBundle(childAt('2026-11-20'), 'full').entry) walk(resource, resource.resourceType);
    expect(paths).toContain('Immunization.performer.actor.display');
    expect(rules.map(({ path }) => path).filter((path) => paths.has(path))).toEqual([]);
  });
});
