import { beforeAll, describe, expect, it } from 'vitest';
import { decodeStrict } from './cbor.ts';
import { encodeDeterministic } from './cbor-encode.ts';
import { type ClassListContent, type ListedPupil, verifyClassList } from './class-list.ts';
import { readSign1 } from './cose.ts';
import { writeSign1 } from './cose-sign.ts';
import { issueClassList } from './issue-class-list.ts';
import { issueTrustList } from './issue-trust-list.ts';
import { DAY, defaultKeys, type Issuer, NOW, newIssuer, recordOf, type World, worldOf } from './test-kit.ts';
import { openTrustList, type PinnedRoots, TRUST_LABEL } from './trust-list.ts';
import { loadVerifyKey } from './verify-key.ts';

const PUPIL: ListedPupil = {
  id: 'p1',
  name: '祁秀兰',
  birthDate: '2020-03-15',
  sex: 'F',
  state: 'notified',
  verdict: 'missing_doses',
  certificateSeen: null,
  proofState: null,
  forClinic: false,
  isReissued: false,
  noticeType: 'catch_up',
  noticeOn: '2026-09-03',
  noticeState: 'delivered',
  caughtUpOn: null,
  managingClinic: { id: 'c1' },
  missing: [{ series: 'mmr', seriesName: '麻腮风疫苗', dose: 2, earliest: '2026-09-01' }],
  caughtUp: [{ series: 'ipv', seriesName: '脊灰疫苗', dose: 4 }],
  listRow: { checkId: 'k1', row: 2 },
};
const LIST: ClassListContent = {
  takenAt: new Date(NOW * 1000 + 250).toISOString(),
  round: { id: 'r1', code: '20261', deadline: '2026-10-01', recheckFrom: '2026-12-01', recheckTo: '2026-12-31' },
  class: { id: 'l1', grade: '一年级', name: '1班', school: { id: 's1' } },
  pupils: [PUPIL, { ...PUPIL, id: 'p2', name: '张小明', verdict: 'complete', missing: [], listRow: null }],
};
const [first, second] = LIST.pupils as [ListedPupil, ListedPupil];

describe('a class list for a device without a network', () => {
  let issuer: Issuer;
  let world: World;
  beforeAll(async () => {
    issuer = await newIssuer();
    world = await worldOf(issuer);
  });
  const verdict = (signature: Uint8Array, list: ClassListContent, trust = world.trust) =>
    verifyClassList(signature, list, trust).then(
      () => 'signed',
      (error: Error) => error.message,
    );

  it('Q-77 is signed by a key of its own and stays small, whatever the size of the class', async () => {
    const signature = await issueClassList(LIST, issuer.classList);
    expect(await verdict(signature, LIST)).toBe('signed');
    const large = { ...LIST, pupils: Array.from({ length: 500 }, (_, i) => ({ ...PUPIL, id: `p${i}` })) };
    expect((await issueClassList(large, issuer.classList)).length).toBe(signature.length);
    expect(signature.length).toBeLessThan(180);
  });

  it('Q-77 is refused when any word of it differs from what was signed', async () => {
    const signature = await issueClassList(LIST, issuer.classList);
    const changed = (over: Partial<ListedPupil>) => ({ ...LIST, pupils: [{ ...first, ...over }, second] });
    const others: Record<keyof ListedPupil, Partial<ListedPupil>> = {
      id: { id: 'p9' },
      name: { name: '祁秀英' },
      birthDate: { birthDate: '2020-03-16' },
      sex: { sex: 'M' },
      state: { state: 'caught_up' },
      verdict: { verdict: 'complete' },
      certificateSeen: { certificateSeen: true },
      proofState: { proofState: 'accepted' },
      forClinic: { forClinic: true },
      isReissued: { isReissued: true },
      noticeType: { noticeType: 'reissue' },
      noticeOn: { noticeOn: null },
      noticeState: { noticeState: 'read' },
      caughtUpOn: { caughtUpOn: '2026-09-09' },
      managingClinic: { managingClinic: { id: 'c2' } },
      missing: { missing: [] },
      caughtUp: { caughtUp: [] },
      listRow: { listRow: { checkId: 'k1', row: 3 } },
    };
    for (const [field, over] of Object.entries(others))
      expect([field, await verdict(signature, changed(over))]).toEqual([field, 'class_list_altered']);
    const lists: ClassListContent[] = [
      { ...LIST, pupils: [second, first] },
      { ...LIST, pupils: [first] },
      { ...LIST, takenAt: new Date(NOW * 1000 + DAY * 1000).toISOString() },
      { ...LIST, round: { ...LIST.round, recheckTo: '2027-01-31' } },
      { ...LIST, class: { ...LIST.class, school: { id: 's2' } } },
    ];
    for (const list of lists) expect(await verdict(signature, list)).toBe('class_list_altered');
  });

  it('attack 7: is taken from a class-list key alone, inside its window and while it is not revoked', async () => {
    for (const use of ['result', 'presentation', 'status', 'root'] as const)
      expect(await verdict(await issueClassList(LIST, issuer[use]), LIST)).toBe('class_list_key');
    const signature = await issueClassList(LIST, issuer.classList);
    const trustWith = async (over: object) =>
      (
        await worldOf(issuer, {
          keys: [...defaultKeys(issuer).slice(0, 3), recordOf(issuer.classList, 'class_list', over)],
        })
      ).trust;
    expect(await verdict(signature, LIST, await trustWith({ revokedAt: NOW }))).toBe('class_list_key');
    expect(await verdict(signature, LIST, await trustWith({ signFrom: NOW + 1 }))).toBe('class_list_key: window');
    expect(await verdict(signature, LIST, await trustWith({ signTo: NOW }))).toBe('signed');
  });

  it('attack 1: a flipped bit of the signature is refused, and so is another content under a true key', async () => {
    const signature = await issueClassList(LIST, issuer.classList);
    for (let i = 0; i < signature.length; i += 1) {
      const flipped = signature.slice();
      flipped[i]! ^= 1 << (i % 8);
      expect(await verdict(flipped, LIST)).not.toBe('signed');
    }
    const { payload } = readSign1(signature, 512);
    const map = decodeStrict(payload) as Map<number, unknown>;
    const other = encodeDeterministic(new Map([...map, [0, 'VX-other']]));
    expect(await verdict(await writeSign1(other, issuer.classList), LIST)).toBe('class_list_format');
  });
});

describe('a trust list with uses that came later', () => {
  let issuer: Issuer;
  let roots: PinnedRoots;
  beforeAll(async () => {
    issuer = await newIssuer();
    roots = { current: await loadVerifyKey('SM2', issuer.root.spki), next: null };
  });
  const content = (keys = defaultKeys(issuer)) => ({
    sequence: 1,
    issued: NOW,
    nextUpdate: NOW + DAY,
    keys,
    statusLists: new Map<string, Uint8Array>(),
    successor: null,
  });
  const payloadOf = async () => {
    const { payload } = readSign1(await issueTrustList(content(), issuer.root), 65_536);
    return decodeStrict(payload) as Map<number, unknown>;
  };

  it('keeps them apart, so that a reader of the first release takes the list', async () => {
    const map = await payloadOf();
    const uses = (label: number) => (map.get(label) as unknown[][]).map(([, use]) => use);
    expect(uses(TRUST_LABEL.keys)).toEqual([1, 2, 3]);
    expect(uses(TRUST_LABEL.laterKeys)).toEqual([4]);
  });

  it('leaves a use aside that this reader does not know, and takes no later use among the first', async () => {
    const map = await payloadOf();
    const sign = (changed: Map<number, unknown>) => writeSign1(encodeDeterministic(changed), issuer.root);
    const [record] = map.get(TRUST_LABEL.laterKeys) as unknown[][];
    const unknown = record!.with(1, 9);
    const opened = await openTrustList(await sign(new Map([...map, [TRUST_LABEL.laterKeys, [unknown]]])), roots, null);
    expect([...opened.keys.values()].map(({ use }) => use)).toEqual(['result', 'presentation', 'status']);
    const mixed = new Map([...map, [TRUST_LABEL.keys, [record]]]);
    await expect(openTrustList(await sign(mixed), roots, null)).rejects.toThrow('trust_format: use');
    const early = new Map([...map, [TRUST_LABEL.laterKeys, [record!.with(1, 3)]]]);
    await expect(openTrustList(await sign(early), roots, null)).rejects.toThrow('trust_format: use');
  });
});
