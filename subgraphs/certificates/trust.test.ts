import { loadVerifyKey, openTrustList, verifyCode } from '@miaoben/credential';
import { change, createClock, dateInShanghai, type Em, query } from '@miaoben/kernel';
import { DEMO_CLINICS } from '@miaoben/seeds/demo/organisations';
import { type CertificatesWorld, startCertificatesWorld } from '@miaoben/tests/support/certificates-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { renewTrustIfDue } from './modules/trust/trust.service.ts';

let world: CertificatesWorld;
let nurse: Caller;
beforeAll(async () => {
  world = await startCertificatesWorld(inject('adminUrl'));
  nurse = { role: 'vaccinator', organisation: world.organisation(DEMO_CLINICS.qiaotou), divisions: ['630121'] };
});
afterAll(() => world?.stop());

const services = (today: string) => ({
  keyring: world.stack.services.certificates.keyring,
  // A trust list is renewed by real time: here the time of the day that is played.
  clock: { ...createClock(today), instant: () => createClock(today).now() },
});
/** Lists are signed by real time: the days played here count from today. */
const inDays = (days: number) => dateInShanghai(new Date(Date.now() + days * 86_400_000));
const renew = (today: string, maxAge: number) =>
  world.em().transactional((em) => renewTrustIfDue(em as Em, services(today), maxAge));

describe('what everybody may fetch', () => {
  it('is there at the first start: roots, trust list, a status list per season and kind', async () => {
    const { trust, statusLists } = await world.verifier();
    expect([...statusLists.keys()].sort()).toEqual([
      '2026-presentation',
      '2026-result',
      '2027-presentation',
      '2027-result',
    ]);
    for (const list of statusLists.values()) {
      expect(list.size).toBeGreaterThanOrEqual(131_072);
      expect(list.isRevoked(0)).toBe(false);
    }
    const keys = [...trust.keys.values()];
    expect(keys.map((k) => `${k.use} ${k.statusList}`).sort()).toEqual([
      'class_list null',
      'class_list null',
      'presentation 2026-presentation',
      'presentation 2027-presentation',
      'result 2026-result',
      'result 2027-result',
      'status null',
      'status null',
    ]);
    expect(new Set(keys.map((k) => k.alg))).toEqual(new Set(['SM2']));
    expect(trust.nextUpdate - trust.issued).toBe(7 * 86_400);
  });

  it('is cached for five minutes and asked for again by its tag', async () => {
    for (const [path, type] of [
      ['trust.cose', 'application/cose; cose-type="cose-sign1"'],
      ['status/2026-result.cose', 'application/cose; cose-type="cose-sign1"'],
      ['roots.json', 'application/json; charset=utf-8'],
    ] as const) {
      const first = await world.trustFile(path);
      expect(first.status).toBe(200);
      expect(first.headers.get('content-type')).toBe(type);
      expect(first.headers.get('cache-control')).toBe('public, max-age=300');
      const etag = first.headers.get('etag') ?? '';
      const again = await world.trustFile(path, { 'if-none-match': etag });
      expect(again.status).toBe(304);
      expect(await again.text()).toBe('');
      expect((await world.trustFile(path, { 'if-none-match': '"other"' })).status).toBe(200);
    }
  });

  it.each(['status/2019-result.cose', 'status/..%2f..%2fetc.cose', 'keys.json', ''])('is not %s', async (path) => {
    expect((await world.trustFile(path)).status).toBe(404);
  });

  it('never holds a private key', async () => {
    const roots = (await (await world.trustFile('roots.json')).json()) as Record<string, object>;
    expect(Object.keys(roots)).toEqual(['current', 'next']);
    for (const root of Object.values(roots)) expect(Object.keys(root)).toEqual(['alg', 'spki']);
    const rows = await query<{ private_sealed: string }>(world.em(), 'select private_sealed from signing_key');
    // A PKCS#8 of 138 bytes in plain base64 would begin with its DER head.
    for (const { private_sealed } of rows) expect(private_sealed).not.toContain('MIGHAgEA');
  });
});

describe('a stolen key', () => {
  it('J-87 is marked revoked in the trust list: what it signed is refused, and a new key takes over', async () => {
    const personId = world.demo.pupils.find((p) => p.expected === '1')?.person?.id ?? '';
    const { code } = (await world.issue(nurse, personId)).data.issueCertificate;
    expect((await verifyCode(code, await world.verifier())).kind).toBe('genuine');
    await change(world.em(), `update signing_key set revoked_at = now() where use = 'result' and season = '2026'`);
    expect(await renew(inDays(0), 20 * 3600)).toBe(true);
    const state = await world.verifier();
    expect(await verifyCode(code, state)).toMatchObject({ kind: 'revoked', reason: 'key_revoked' });
    const fresh = (await world.issue(nurse, world.elder.id)).data.issueCertificate;
    expect((await verifyCode(fresh.code, state)).kind).toBe('genuine');
  });
});

describe('renewal', () => {
  it('leaves young lists alone and signs old ones anew, with the next sequence', async () => {
    const before = await world.verifier();
    expect(await renew(inDays(0), 20 * 3600)).toBe(false);
    expect(await renew(inDays(1), 20 * 3600)).toBe(true);
    const after = await world.verifier();
    expect(after.trust.sequence).toBe(before.trust.sequence + 1);
    expect(after.trust.issued).toBeGreaterThan(before.trust.issued);
    for (const list of after.statusLists.values()) expect(list.issued).toBe(after.trust.issued);
  });

  it('never goes back in time, so that no device takes it for a rollback', async () => {
    const before = await world.verifier();
    await renew(inDays(-20), -1e9);
    const after = await world.verifier();
    expect(after.trust.issued).toBe(before.trust.issued);
    expect(after.trust.sequence).toBe(before.trust.sequence + 1);
    const root = [...(await rootsServed())][0]!;
    const { sequence, issued, hash, signedBy, successor } = before.trust;
    const bytes = new Uint8Array(await (await world.trustFile('trust.cose')).arrayBuffer());
    const mark = { sequence, issued, hash, signedBy, successor };
    await expect(openTrustList(bytes, { current: root, next: null }, mark)).resolves.toBeDefined();
  });

  it('signs once when two processes find the lists old at the same time', async () => {
    const before = await world.verifier();
    const signed = await Promise.all([renew(inDays(4), 20 * 3600), renew(inDays(4), 20 * 3600)]);
    expect(signed.filter(Boolean)).toHaveLength(1);
    expect((await world.verifier()).trust.sequence).toBe(before.trust.sequence + 1);
  });

  it('keeps the keys of the old season in the list while its codes live', async () => {
    await renew('2027-01-02', 20 * 3600);
    const { trust, statusLists } = await world.verifier();
    expect(
      [...trust.keys.values()].filter((k) => k.use === 'result' && k.revokedAt === null).map((k) => k.statusList),
    ).toEqual(['2026-result', '2027-result']);
    expect(statusLists.has('2026-result')).toBe(true);
    await renew('2027-10-01', 20 * 3600);
    expect((await world.verifier()).statusLists.has('2026-result')).toBe(false);
  });
});

async function rootsServed() {
  const roots = (await (await world.trustFile('roots.json')).json()) as Record<string, { alg: 'SM2'; spki: string }>;
  return Promise.all(Object.values(roots).map((r) => loadVerifyKey(r.alg, Buffer.from(r.spki, 'base64url'))));
}
