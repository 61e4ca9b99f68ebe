import { loadVerifyKey, openTrustList, type VerifierState, verifyCode } from '@miaoben/credential';
import { newId, query } from '@miaoben/kernel';
import type { NoticeRequested } from '@miaoben/schema';
import { DEMO_CLINICS } from '@miaoben/seeds/demo/organisations';
import { type CertificatesWorld, startCertificatesWorld } from '@miaoben/tests/support/certificates-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

let world: CertificatesWorld;
let nurse: Caller;
const open: Caller = { role: 'security_admin', account: 'security', divisions: ['63'] };
const security: Caller = { ...open, confirmedAt: Math.floor(Date.now() / 1_000) + 600 };
beforeAll(async () => {
  world = await startCertificatesWorld(inject('adminUrl'));
  nurse = { role: 'vaccinator', organisation: world.organisation(DEMO_CLINICS.qiaotou), divisions: ['630121'] };
});
afterAll(() => world?.stop());

interface Key {
  kid: string;
  use: string;
  season: string;
  state: string;
  certificates: number;
  revokedReason: string | null;
}
interface State {
  sequence: number;
  keys: Key[];
  reissues: {
    kid: string;
    total: number | null;
    done: number;
    reissued: number;
    ended: number;
    finishedAt: string | null;
  }[];
  handover: { fromKid: string; toKid: string } | null;
  statusLists: { id: string; bytes: number }[];
}
const PARTS = `sequence bytes handover { fromKid toKid announcedAt earliestAt } statusLists { id bytes }
  keys { kid use season state certificates revokedReason } reissues { kid total done reissued ended finishedAt }`;
const state = async (caller = security) =>
  (await world.graph<{ trustState: State }>(caller, `{ trustState { ${PARTS} } }`)).data.trustState;
const key = async (use: string, season: string) => {
  const found = (await state()).keys.find((k) => k.use === use && k.season === season && k.state !== 'revoked');
  if (!found) throw new Error(`no ${use} key of ${season}`);
  return found;
};
const revoke = (kid: string, reason = '私钥备份遗失', caller = security) =>
  world.graph<{ revokeSigningKey: State }>(
    caller,
    `mutation ($c: ID!, $kid: ID!, $r: String!) { revokeSigningKey(commandId: $c, kid: $kid, reason: $r) { ${PARTS} } }`,
    { c: newId(), kid, r: reason },
  );
const run = (name: string, caller = security) =>
  world.graph<Record<string, State>>(caller, `mutation ($c: ID!) { ${name}(commandId: $c) { ${PARTS} } }`, {
    c: newId(),
  });

describe('the keys of the platform', () => {
  it('J-87 stand in one list for the security administrator, with use, window and state, and for nobody else', async () => {
    const { keys, statusLists } = await state();
    expect(keys.map((k) => `${k.use} ${k.season} ${k.state}`)).toEqual(
      expect.arrayContaining([
        'root current signing',
        'root next prepared',
        'result 2026 signing',
        'result 2027 prepared',
      ]),
    );
    expect(statusLists.map((l) => l.id)).toContain('2026-result');
    for (const role of ['system_admin', 'audit_admin', 'cdc', 'vaccinator'] as const) {
      const answer = await world.graph({ role, divisions: ['63'] }, '{ trustState { sequence } }');
      expect(answer.errors[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });

  it('attack 9: a stolen key is revoked; what it signed is refused, each certificate is issued again, its holder told, once', async () => {
    const children = world.demo.pupils
      .flatMap((p) => (p.person && p.expected !== '3' ? [p.person.id] : []))
      .slice(0, 7);
    await world.bind('parent', children[0] ?? '');
    const codes: string[] = [];
    for (const id of children) {
      const answer = await world.issue(nurse, id);
      if (answer.errors.length === 0) codes.push(answer.data.issueCertificate.code);
    }
    expect(codes.length).toBeGreaterThan(3);
    const before = await world.verifier();
    const answers = await Promise.all(codes.map((code) => verifyCode(code, before)));
    expect(answers.map((a) => a.kind)).toEqual(codes.map(() => 'genuine'));
    const stolen = await key('result', '2026');
    expect(stolen.certificates).toBe(codes.length);

    const revoked = await revoke(stolen.kid);
    expect(revoked.errors).toEqual([]);
    expect(revoked.data.revokeSigningKey.keys.find((k) => k.kid === stolen.kid)).toMatchObject({
      state: 'revoked',
      revokedReason: '私钥备份遗失',
    });
    const after = await world.verifier();
    const refused = await Promise.all(codes.map((code) => verifyCode(code, after)));
    expect(refused.map((a) => `${a.kind} ${a.reason}`)).toEqual(codes.map(() => 'revoked key_revoked'));
    // A verifier that was away still takes them, and says of which day its lists are.
    expect((await verifyCode(codes[0] ?? '', before)).listDate).toBe(before.trust.issued);

    await expect
      .poll(async () => (await state()).reissues[0]?.finishedAt, { timeout: 30_000 })
      .toEqual(expect.any(String));
    const [reissue] = (await state()).reissues;
    expect(reissue).toMatchObject({
      kid: stolen.kid,
      total: codes.length,
      done: codes.length,
      reissued: codes.length,
      ended: 0,
    });
    const rows = await query<{ code: string; kid: string }>(
      world.em(),
      `select code, kid from certificate where state = 'valid'`,
    );
    expect(rows).toHaveLength(codes.length);
    expect(rows.every((r) => r.kid !== stolen.kid)).toBe(true);
    const fresh = await world.verifier();
    for (const { code } of rows) expect((await verifyCode(code, fresh)).kind).toBe('genuine');
    const notices = await query<{ payload: NoticeRequested }>(
      world.em(),
      `select payload from outbox where type = 'notice.requested' and payload->>'kind' = 'certificate_reissued'`,
    );
    expect(notices.map((n) => n.payload.accountId)).toEqual(['parent']);
  });

  it('J-87 wants the password again within five minutes before a key is revoked or the root handed over', async () => {
    const { kid } = await key('presentation', '2026');
    const old: Caller = { ...open, confirmedAt: Math.floor(Date.now() / 1_000) - 301 };
    for (const caller of [open, old]) {
      expect((await revoke(kid, '演练', caller)).errors[0]?.extensions.code).toBe('NOT_CONFIRMED');
      expect((await run('handOverRoot', caller)).errors[0]?.extensions.code).toBe('NOT_CONFIRMED');
    }
    expect((await key('presentation', '2026')).state).toBe('signing');
    const lately: Caller = { ...open, confirmedAt: Math.floor(Date.now() / 1_000) - 200 };
    expect((await revoke(kid, '演练', lately)).errors).toEqual([]);
  });

  it('cannot be revoked twice, without words, or where they are roots or none', async () => {
    const gone = (await state()).keys.find((k) => k.state === 'revoked')?.kid ?? '';
    expect((await revoke(gone)).errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', reason: 'already_decided' });
    const { kid } = await key('status', '2026');
    expect((await revoke(kid, ' ')).errors[0]?.extensions).toMatchObject({ field: 'reason', reason: 'required' });
    const root = await key('root', 'current');
    expect((await revoke(root.kid)).errors[0]?.extensions).toMatchObject({ field: 'kid', reason: 'wrong_state' });
    expect((await revoke('00')).errors[0]?.extensions).toMatchObject({ field: 'kid', reason: 'unknown_code' });
    expect((await revoke(kid, '试', nurse)).errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('J-87 a status key revoked: the lists are signed anew by its successor, and a verifier takes them', async () => {
    const { kid } = await key('status', '2026');
    expect((await revoke(kid)).errors).toEqual([]);
    const { statusLists } = await world.verifier();
    expect(statusLists.size).toBe(4);
  });
});

describe('a change of root', () => {
  const file = async (path: string) => new Uint8Array(await (await world.trustFile(path)).arrayBuffer());
  const markOf = ({ trust: { sequence, issued, hash, signedBy, successor } }: Pick<VerifierState, 'trust'>) => ({
    sequence,
    issued,
    hash,
    signedBy,
    successor,
  });
  interface Roots {
    current: { alg: 'SM2'; spki: string };
    next: { alg: 'SM2'; spki: string };
  }
  const roots = async () => JSON.parse(Buffer.from(await file('roots.json')).toString()) as Roots;
  const load = (root: Roots['current']) => loadVerifyKey(root.alg, Buffer.from(root.spki, 'base64url'));

  it('J-87 is announced first, made 14 days later, and pins another next root; a device that was away follows by the last list of the old one', async () => {
    const pinnedKeys = await roots();
    const pinned = { current: await load(pinnedKeys.current), next: await load(pinnedKeys.next) };
    // Fetched before the announcement: this device goes away now.
    const away = markOf(await world.verifier());
    expect((await run('handOverRoot')).errors[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      reason: 'wrong_state',
    });
    const announced = (await run('announceRootHandover')).data.announceRootHandover;
    expect(announced?.handover).toMatchObject({ fromKid: away.signedBy });
    expect((await run('handOverRoot')).errors[0]?.extensions.reason).toBe('wrong_state');
    const heard = await openTrustList(await file('trust.cose'), pinned, away);
    expect(heard.successor).toBe(announced?.handover?.toKid);

    await query(world.em(), `update root_handover set announced_at = announced_at - interval '15 days'`);
    const done = (await run('handOverRoot')).data.handOverRoot;
    expect(done?.handover).toBeNull();
    expect(
      done?.keys
        .filter((k) => k.use === 'root')
        .map((k) => `${k.season} ${k.state}`)
        .sort(),
    ).toEqual(['current signing', 'next prepared', 'retired ended']);
    const now = await file('trust.cose');
    const taken = await openTrustList(now, pinned, markOf({ trust: heard }));
    expect(taken.signedBy).toBe(announced?.handover?.toKid);
    // Away during the whole announcement: the new list alone is refused, the hand-over leads to it.
    await expect(openTrustList(now, pinned, away)).rejects.toMatchObject({ code: 'trust_root' });
    const handover = await openTrustList(await file(`handover-${away.signedBy}.cose`), pinned, away);
    expect((await openTrustList(now, pinned, markOf({ trust: handover }))).sequence).toBe(taken.sequence);
    // And never back to the old one.
    await expect(
      openTrustList(await file(`handover-${away.signedBy}.cose`), pinned, markOf({ trust: taken })),
    ).rejects.toMatchObject({ code: 'trust_root' });
    const served = await roots();
    expect(served.current).toEqual(pinnedKeys.next);
    expect(served.next).not.toEqual(pinnedKeys.next);
  });
});
