import { beforeAll, describe, expect, it } from 'vitest';
import { toHex } from './bytes.ts';
import { issueTrustList, type TrustListContent } from './issue-trust-list.ts';
import type { Signer } from './signer.ts';
import { kidOf } from './spki.ts';
import { DAY, defaultKeys, type Issuer, NOW, newIssuer, newSigner, recordOf } from './test-kit.ts';
import { openTrustList, type PinnedRoots } from './trust-list.ts';
import { loadVerifyKey } from './verify-key.ts';

describe('trust list', () => {
  let issuer: Issuer;
  let nextRoot: Signer;
  let roots: PinnedRoots;
  let content: TrustListContent;

  beforeAll(async () => {
    issuer = await newIssuer();
    nextRoot = await newSigner();
    roots = {
      current: await loadVerifyKey('SM2', issuer.root.spki),
      next: await loadVerifyKey('SM2', nextRoot.spki),
    };
    content = {
      sequence: 7,
      issued: NOW,
      nextUpdate: NOW + 7 * DAY,
      keys: defaultKeys(issuer),
      statusLists: new Map([['2026-result', new Uint8Array(32).fill(1)]]),
      successor: null,
    };
  });

  it('opens with its keys by identifier, and stays small with 40 keys', async () => {
    const bytes = await issueTrustList(content, issuer.root);
    const trust = await openTrustList(bytes, roots, null);
    expect(trust).toMatchObject({ sequence: 7, issued: NOW, successor: null, signedBy: toHex(issuer.root.kid) });
    expect([...trust.keys.keys()]).toEqual(content.keys.map((record) => toHex(kidOf(record.spki))));
    expect(trust.keys.get(toHex(issuer.result.kid))).toMatchObject(recordOf(issuer.result, 'result'));
    expect(trust.statusLists.get('01'.repeat(32))).toBe('2026-result');
    const signers = await Promise.all(Array.from({ length: 40 }, () => newSigner()));
    const keys = signers.map((signer) => recordOf(signer, 'result'));
    expect((await issueTrustList({ ...content, keys }, issuer.root)).length).toBeLessThan(6_000);
  });

  it('flipping any byte of the file is refused', async () => {
    const bytes = await issueTrustList(content, issuer.root);
    let refused = 0;
    for (let i = 0; i < bytes.length; i++) {
      const changed = bytes.slice();
      changed[i]! ^= 1 << (i % 8);
      refused += await openTrustList(changed, roots, null).then(
        () => 0,
        () => 1,
      );
    }
    expect(refused).toBe(bytes.length);
  });

  it('attack 14: refuses a lower sequence, an earlier issue, and a second list of the same sequence', async () => {
    const held = await openTrustList(await issueTrustList(content, issuer.root), roots, null);
    const offer = async (over: Partial<TrustListContent>) =>
      openTrustList(await issueTrustList({ ...content, ...over }, issuer.root), roots, held);
    await expect(offer({ sequence: 6 })).rejects.toThrow('trust_rollback');
    await expect(offer({ sequence: 8, issued: NOW - 1 })).rejects.toThrow('trust_rollback');
    await expect(offer({ nextUpdate: NOW + 30 * DAY })).rejects.toThrow('trust_rollback');
    await expect(offer({ sequence: 8, issued: NOW + 1 })).resolves.toMatchObject({ sequence: 8 });
  });

  it('opens the stored file again beside its own mark', async () => {
    const bytes = await issueTrustList(content, issuer.root);
    const held = await openTrustList(bytes, roots, null);
    expect((await openTrustList(bytes, roots, held)).hash).toBe(held.hash);
  });

  it('takes a new root only after the current one named it, and the old root no more after that', async () => {
    const byNext = await issueTrustList({ ...content, sequence: 9, issued: NOW + DAY }, nextRoot);
    const plain = await openTrustList(await issueTrustList(content, issuer.root), roots, null);
    await expect(openTrustList(byNext, roots, null)).rejects.toThrow('trust_root');
    await expect(openTrustList(byNext, roots, plain)).rejects.toThrow('trust_root');
    const handingOver = { ...content, sequence: 8, successor: nextRoot.kid };
    const naming = await openTrustList(await issueTrustList(handingOver, issuer.root), roots, plain);
    const handed = await openTrustList(byNext, roots, naming);
    expect(handed.signedBy).toBe(toHex(nextRoot.kid));
    await expect(openTrustList(byNext, roots, handed)).resolves.toMatchObject({ sequence: 9 });
    const byOld = await issueTrustList({ ...content, sequence: 10, issued: NOW + 2 * DAY }, issuer.root);
    await expect(openTrustList(byOld, roots, handed)).rejects.toThrow('trust_root');
  });

  it('a root that is not pinned is refused even when the current root names it', async () => {
    const stranger = await newSigner();
    const naming = { ...content, successor: stranger.kid };
    const held = await openTrustList(await issueTrustList(naming, issuer.root), roots, null);
    const byStranger = await issueTrustList({ ...content, sequence: 8 }, stranger);
    await expect(openTrustList(byStranger, roots, held)).rejects.toThrow('trust_root');
  });

  it('attack 6: refuses a list with two keys of one identifier', async () => {
    const keys = [recordOf(issuer.result, 'result'), recordOf(issuer.result, 'presentation')];
    await expect(issueTrustList({ ...content, keys }, issuer.root)).rejects.toThrow('trust_duplicate_key');
  });

  it('attack 4: refuses a key whose curve is not its algorithm’s', async () => {
    const keys = [recordOf(issuer.result, 'result', { alg: 'ES256' })];
    await expect(issueTrustList({ ...content, keys }, issuer.root)).rejects.toThrow('key: SubjectPublicKeyInfo');
    const es256 = await newSigner('ES256');
    const reverse = [recordOf(es256, 'result', { alg: 'SM2' })];
    await expect(issueTrustList({ ...content, keys: reverse }, issuer.root)).rejects.toThrow('key');
    const offCurve = es256.spki.slice();
    offCurve[90]! ^= 1;
    const broken = [recordOf(es256, 'result', { spki: offCurve })];
    await expect(issueTrustList({ ...content, keys: broken }, issuer.root)).rejects.toThrow('key: P-256 point');
  });

  it('names the field of content that no verifier would take', async () => {
    const record = recordOf(issuer.result, 'result');
    const cases: readonly (readonly [Partial<TrustListContent>, string])[] = [
      [{ sequence: 0 }, 'sequence'],
      [{ nextUpdate: NOW }, 'nextUpdate'],
      [{ successor: new Uint8Array(7) }, 'successor'],
      [{ statusLists: new Map([['x', new Uint8Array(31)]]) }, 'status hash'],
      [{ statusLists: new Map([['a b', new Uint8Array(32)]]) }, 'status id'],
      [{ keys: [{ ...record, signTo: record.signFrom - 1 }] }, 'key window'],
      [{ keys: [{ ...record, verifyTo: record.signTo - 1 }] }, 'key window'],
      [{ keys: [{ ...record, statusList: null }] }, 'statusList'],
      [{ keys: [recordOf(issuer.status, 'status', { statusList: 'x' })] }, 'statusList'],
    ];
    for (const [over, field] of cases) {
      await expect(issueTrustList({ ...content, ...over }, issuer.root)).rejects.toThrow(`trust_format: ${field}`);
    }
  });
});
