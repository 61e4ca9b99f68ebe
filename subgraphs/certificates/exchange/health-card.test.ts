import { createPublicKey, verify } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { generatePrivateKey, loadSigner } from '@miaoben/credential';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ExchangeError } from './errors.ts';
import { type CardIssuer, ISSUER, NOW, newCardIssuer } from './health-card.test-kit.ts';
import { type CardOptions, healthCardFile, toHealthCard } from './health-card.ts';
import { MAX_QR_JWS } from './health-card-qr.ts';
import { readHealthCard } from './health-card-read.ts';
import { readRevocations, revocationFile } from './health-card-revocation.ts';
import { healthCardKeySet, readKeySet } from './jwk.ts';
import { anyRecord, childAt, PERSON } from './record.test-kit.ts';

const options: CardOptions = { issuer: ISSUER, issuedAt: NOW, expiresAt: NOW + 365 * 86_400 };
let issuer: CardIssuer;
beforeAll(async () => {
  issuer = await newCardIssuer();
});

/** The payload as any reader elsewhere would unpack it, by Node's own zlib. */
const payloadOf = (jws: string) => JSON.parse(inflateRawSync(Buffer.from(jws.split('.')[1]!, 'base64url')).toString());
const resources = (jws: string): Record<string, unknown>[] =>
  payloadOf(jws).vc.credentialSubject.fhirBundle.entry.map((entry: { resource: object }) => entry.resource);

describe('the record as a SMART Health Card', () => {
  it('is a compact JWS: ES256, raw DEFLATE, minified, key named by its thumbprint', async () => {
    const { jws } = await toHealthCard(childAt('2019-09-20'), issuer.signer, options);
    const header = JSON.parse(Buffer.from(jws.split('.')[0]!, 'base64url').toString());
    expect(header).toEqual({ zip: 'DEF', alg: 'ES256', kid: issuer.kid });
    expect(payloadOf(jws)).toMatchObject({
      iss: ISSUER,
      nbf: NOW,
      exp: NOW + 365 * 86_400,
      vc: {
        type: ['https://smarthealth.cards#health-card', 'https://smarthealth.cards#immunization'],
        credentialSubject: { fhirVersion: '4.0.1', fhirBundle: { resourceType: 'Bundle', type: 'collection' } },
      },
    });
  });

  it('holds what the profile wants and nothing it forbids', async () => {
    const { jws } = await toHealthCard(childAt('2019-03-20'), issuer.signer, options);
    expect(resources(jws)).toEqual([
      { resourceType: 'Patient', name: [{ text: '才让卓玛' }], birthDate: '2019-03-15' },
      expect.objectContaining({ resourceType: 'Immunization' }),
      {
        resourceType: 'Immunization',
        status: 'completed',
        vaccineCode: {
          coding: [
            { system: 'http://hl7.org/fhir/sid/cvx', code: '19' },
            { system: 'urn:uuid:c670563b-0874-46c1-a0f6-581273ccca9f', code: '0101' },
          ],
        },
        patient: { reference: 'resource:0' },
        occurrenceDateTime: '2019-03-15',
        lotNumber: '2019010A1',
        performer: [{ actor: { display: '西宁市城东区八一路社区卫生服务中心' } }],
      },
    ]);
    expect(JSON.stringify(payloadOf(jws))).not.toMatch(/630105201903150028|E12345678|gender|"id"|display":"BCG/);
  });

  it('bears the one name of the passport where it is known', async () => {
    const person = { ...PERSON, latinName: { family: 'CAIRANG', given: ['ZHUOMA'] } };
    const { jws } = await toHealthCard({ ...childAt('2019-03-20'), person }, issuer.signer, options);
    expect(resources(jws)[0]).toMatchObject({ name: [{ family: 'CAIRANG', given: ['ZHUOMA'] }] });
  });

  it('leaves voided doses out, and marks a short one', async () => {
    const child = childAt('2019-03-20');
    const doses = [
      { ...child.doses[0]!, state: 'voided' as const },
      { ...child.doses[1]!, substandard: ['partial_dose' as const] },
    ];
    const { jws } = await toHealthCard({ ...child, doses }, issuer.signer, options);
    expect(resources(jws)).toHaveLength(2);
    expect(resources(jws)[1]).toMatchObject({ isSubpotent: true });
  });
});

describe('one QR code', () => {
  it.each([
    ['newborn, 2 doses', '2019-03-20', 2, 'full', 1000],
    ['infant, 11 doses', '2019-09-20', 11, 'full', MAX_QR_JWS],
    ['13 doses', '2019-12-01', 13, 'brief', 900],
    ['24 doses', '2026-11-20', 24, 'brief', 1030],
  ])('%s: fits with what it can hold', async (_name, asOf, doses, detail, length) => {
    const card = await toHealthCard(childAt(asOf), issuer.signer, options);
    expect(resources(card.jws)).toHaveLength(doses + 1);
    expect(card.detail).toBe(detail);
    expect(card.jws.length).toBeLessThanOrEqual(length);
    expect(card.qr).toMatch(/^shc:\/(\d\d)+$/);
    expect(card.qr).toHaveLength(5 + 2 * card.jws.length);
  });

  it('a history too long for one code has no QR text, but all its details for a file', async () => {
    const child = childAt('2026-11-20');
    const doses = Array.from({ length: 3 }, (_, k) =>
      child.doses.map((dose, i) => ({
        ...dose,
        date: `20${10 + k * 4 + (i % 3)}-${String((i % 12) + 1).padStart(2, '0')}-${10 + (i % 19)}`,
      })),
    ).flat();
    const card = await toHealthCard({ ...child, doses }, issuer.signer, options);
    expect(card).toMatchObject({ detail: 'full', qr: null });
    const [jws] = JSON.parse(healthCardFile(card.jws)).verifiableCredential;
    expect(await readHealthCard(jws, [issuer.trusted], NOW)).toMatchObject({
      ok: true,
      card: { doses: { length: 72 } },
    });
  });
});

describe('what is issued can be read', () => {
  it('by Node’s own cryptography with nothing but the published key', async () => {
    const { jws } = await toHealthCard(childAt('2019-06-20'), issuer.signer, options);
    const [jwk] = issuer.trusted.keys;
    const key = createPublicKey({ key: { ...jwk! }, format: 'jwk' });
    const at = jws.lastIndexOf('.');
    const signature = Buffer.from(jws.slice(at + 1), 'base64url');
    expect(verify('sha256', Buffer.from(jws.slice(0, at)), { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
  });

  it('by our own strict reader, dose by dose', async () => {
    const child = childAt('2019-09-20');
    const { qr } = await toHealthCard(child, issuer.signer, options);
    const read = await readHealthCard(qr!, [issuer.trusted], NOW + 60);
    if (!read.ok) throw new Error(read.reason);
    expect(read.card).toMatchObject({ issuer: ISSUER, issuedAt: NOW, birthDate: '2019-03-15' });
    expect(read.card.doses.map(({ date }) => date)).toEqual(child.doses.map(({ date }) => date));
    expect(read.card.doses[2]).toEqual({
      codings: [
        { system: 'http://hl7.org/fhir/sid/cvx', code: '45' },
        { system: 'urn:uuid:c670563b-0874-46c1-a0f6-581273ccca9f', code: '0201' },
      ],
      date: '2019-04-15',
      lotNumber: child.doses[2]!.lotNumber,
      performer: child.doses[2]!.performer,
      subpotent: false,
    });
  });

  it('whatever the record', async () => {
    const records = anyRecord.filter(({ doses }) => doses.some(({ state }) => state === 'given'));
    await fc.assert(
      fc.asyncProperty(records, async (record) => {
        const { jws, qr } = await toHealthCard(record, issuer.signer, options);
        const read = await readHealthCard(qr ?? jws, [issuer.trusted], NOW);
        if (!read.ok) throw new Error(`${read.reason} ${read.field}`);
        const given = record.doses.filter(({ state }) => state === 'given');
        expect(read.card.doses.map(({ date }) => date)).toEqual(given.map(({ date }) => date).sort());
      }),
      { numRuns: 100 },
    );
  });
});

describe('what is not issued', () => {
  it.each<[string, Partial<CardOptions>, string]>([
    ['an issuer by http', { issuer: 'http://jz.example.gov.cn' }, 'bad_issuer: issuer'],
    ['an issuer with a slash at the end', { issuer: 'https://jz.example.gov.cn/' }, 'bad_issuer: issuer'],
    ['an issuer with a query', { issuer: 'https://jz.example.gov.cn/a?b' }, 'bad_issuer: issuer'],
    ['a card that ends before it begins', { expiresAt: NOW - 1 }, 'bad_date: expiresAt'],
    ['milliseconds with a fraction', { issuedAt: 1.5 }, 'bad_date: issuedAt'],
    ['a revocation id of 25 characters', { rid: 'a'.repeat(25) }, 'bad_code: rid'],
  ])('%s', async (_name, change, message) => {
    const issued = toHealthCard(childAt('2019-03-20'), issuer.signer, { ...options, ...change });
    await expect(issued).rejects.toThrow(new ExchangeError(...(message.split(': ') as ['bad_issuer', string])));
  });

  it('a card without a dose, and one signed with SM2', async () => {
    await expect(toHealthCard(childAt('2019-03-14'), issuer.signer, options)).rejects.toThrow('no_doses: doses');
    const sm2 = await loadSigner('SM2', await generatePrivateKey('SM2'));
    await expect(toHealthCard(childAt('2019-03-20'), sm2, options)).rejects.toThrow('bad_key: signer');
  });
});

describe('the revocation list', () => {
  const revoked = new Map([
    ['aB-1', Number.POSITIVE_INFINITY],
    ['cD_2', NOW],
  ]);

  it('is a file of its key with a counter, and reads back', async () => {
    const { keys } = await healthCardKeySet([{ spki: issuer.signer.spki, crlVersion: 7 }]);
    const file = revocationFile(keys[0]!, revoked);
    expect(file).toEqual({ kid: issuer.kid, method: 'rid', ctr: 7, rids: ['aB-1', `cD_2.${NOW}`] });
    expect(readRevocations(JSON.stringify(file), keys[0]!)).toEqual(revoked);
  });

  it('of yesterday, of another key or of no counter is refused', async () => {
    const { keys } = await healthCardKeySet([{ spki: issuer.signer.spki, crlVersion: 7 }]);
    const key = keys[0]!;
    const { crlVersion: _, ...without } = key;
    const file = JSON.stringify(revocationFile({ ...key, crlVersion: 6 }, revoked));
    expect(() => readRevocations(file, key)).toThrow('bad_list: ctr');
    expect(() => readRevocations(file, without)).toThrow('bad_list: ctr');
    expect(() => readRevocations(file, { ...key, kid: 'another' })).toThrow('bad_list: kid');
    expect(() => readRevocations('[', key)).toThrow('bad_list: json');
  });

  it('takes no id or time that is none', async () => {
    const { keys } = await healthCardKeySet([{ spki: issuer.signer.spki, crlVersion: 1 }]);
    expect(() => revocationFile(keys[0]!, new Map([['a b', 1]]))).toThrow('bad_code: rids[0]');
    expect(() => revocationFile(keys[0]!, new Map([['ab', -1]]))).toThrow('bad_date: rids[0]');
  });
});

describe('the key set', () => {
  it('is what an issuer serves, and reads back', async () => {
    const set = await healthCardKeySet([issuer.signer]);
    expect(set.keys[0]).toMatchObject({ kty: 'EC', use: 'sig', alg: 'ES256', crv: 'P-256', kid: issuer.kid });
    expect(await readKeySet(JSON.stringify(set))).toEqual(set);
  });

  it.each<[string, (key: Record<string, unknown>) => unknown, string]>([
    ['no keys', () => ({ keys: [] }), 'bad_key: keys'],
    ['a private half', (key) => ({ keys: [{ ...key, d: key.x }] }), 'bad_key: keys[0].d'],
    ['a foreign kid', (key) => ({ keys: [{ ...key, kid: 'A'.repeat(43) }] }), 'bad_key: keys[0].kid'],
    ['the same key twice', (key) => ({ keys: [key, key] }), 'bad_key: keys.kid'],
    ['an encryption key', (key) => ({ keys: [{ ...key, use: 'enc' }] }), 'bad_key: keys[0].use'],
    ['a short coordinate', (key) => ({ keys: [{ ...key, y: 'AA' }] }), 'bad_key: keys[0].y'],
  ])('with %s is refused', async (_name, change, message) => {
    const { keys } = await healthCardKeySet([issuer.signer]);
    await expect(readKeySet(JSON.stringify(change({ ...keys[0]! })))).rejects.toThrow(message);
  });

  it('with a point off the curve is refused', async () => {
    const x = Buffer.alloc(32, 1).toString('base64url');
    const { thumbprint } = await import('./jwk.ts');
    const key = { kty: 'EC', use: 'sig', alg: 'ES256', crv: 'P-256', x, y: x, kid: await thumbprint(x, x) };
    await expect(readKeySet(JSON.stringify({ keys: [key] }))).rejects.toThrow('bad_key: point');
  });
});
