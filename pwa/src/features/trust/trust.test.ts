import { issueCode } from '@miaoben/credential';
import { CLAIMS, DAY, NOW, newIssuer, worldOf } from '@miaoben/credential/test-kit';
import { wordsOf } from '@miaoben/tests/support/vnode-text';
import { h } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** Stands in for IndexedDB. */
const held = new Map<string, unknown>();
vi.mock('../../offline/store.ts', () => ({
  openStore: async () => ({
    get: async (_store: string, key: string) => held.get(key),
    put: async (_store: string, value: unknown, key: string) => held.set(key, value),
    transaction: () => ({
      store: {
        get: async (key: string) => held.get(key),
        put: async (value: unknown, key: string) => held.set(key, value),
      },
      done: Promise.resolve(),
    }),
  }),
}));

const issuer = await newIssuer();
const worldAt = (sequence: number, listsIssued: number, revoked: number[] = []) =>
  worldOf(issuer, { listsIssued, revoked, content: { sequence } });
const { text: code } = await issueCode(CLAIMS, issuer.result);

/** What the server has under /trust; null: it is away. */
let served: Awaited<ReturnType<typeof worldOf>> | null;
/** What a gateway without its subgraph says. */
let status = 200;
let isHanging = false;
/** Holds answers back until it is settled. */
let slow: Promise<void> | null = null;
const asked: string[] = [];
const answer = (path: string): Uint8Array | string | undefined => {
  if (path === '/trust/trust.cose') return served?.trustBytes;
  if (path === '/trust/roots.json') {
    const spki = Buffer.from(issuer.root.spki).toString('base64url');
    return JSON.stringify({ current: { alg: 'SM2', spki }, next: null });
  }
  return served?.statusFiles.get(path.slice('/trust/status/'.length, -'.cose'.length));
};
let network: EventTarget;
vi.stubGlobal('fetch', async (path: string) => {
  asked.push(path);
  if (isHanging) await new Promise(() => undefined);
  if (slow) await slow;
  const body = answer(path);
  if (!served || !body) throw new TypeError('Failed to fetch');
  return new Response(body as BodyInit, { status });
});

/** The module as a page that was just opened has it. */
async function openPage() {
  vi.resetModules();
  network = new EventTarget();
  vi.stubGlobal('addEventListener', network.addEventListener.bind(network));
  return import('./trust.ts');
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW * 1000 });
  held.clear();
  asked.length = 0;
  status = 200;
  isHanging = false;
});
afterEach(() => vi.useRealTimers());

describe('lists of a verifier', () => {
  it('J-135 come by themselves once there is contact, also when the browser never says so', async () => {
    served = null;
    const page = await openPage();
    await page.keepTrust();
    expect(await page.checkCode(code)).toBeNull();
    served = await worldAt(1, NOW - DAY);
    await vi.advanceTimersByTimeAsync(30_000);
    await vi.waitFor(() => expect(page.lists.peek()).not.toBeNull());
    expect(await page.checkCode(code)).toMatchObject({ kind: 'genuine' });
  });

  it('J-135 come soon after a server that was starting', async () => {
    served = await worldAt(1, NOW - DAY);
    status = 503;
    const page = await openPage();
    await page.keepTrust();
    expect(page.lists.peek()).toBeNull();
    status = 200;
    await vi.advanceTimersByTimeAsync(30_000);
    await vi.waitFor(() => expect(page.lists.peek()).not.toBeNull());
  });

  it('J-135 come over a second link while the first hangs', async () => {
    served = await worldAt(1, NOW - DAY);
    isHanging = true;
    const page = await openPage();
    void page.keepTrust();
    await vi.waitFor(() => expect(asked).toEqual(['/trust/roots.json']));
    isHanging = false;
    network.dispatchEvent(new Event('online'));
    await vi.waitFor(() => expect(page.lists.peek()).not.toBeNull());
  });

  it('J-135 are never set back by an earlier fetch that ends later', async () => {
    served = await worldAt(1, NOW - DAY);
    const page = await openPage();
    await page.keepTrust();
    const older = served;
    let letGo = () => {};
    slow = new Promise((resolve) => {
      letGo = resolve;
    });
    const first = page.refreshTrust();
    await vi.waitFor(() => expect(asked.filter((path) => path === '/trust/trust.cose')).toHaveLength(2));
    slow = null;
    served = await worldAt(2, NOW, [CLAIMS.statusIndex]);
    await page.refreshTrust();
    served = older;
    letGo();
    await first;
    expect(page.lists.peek()?.trust.sequence).toBe(2);
    const again = await openPage();
    await again.restoreTrust();
    expect(await again.checkCode(code)).toMatchObject({ kind: 'revoked' });
  });

  it('J-135 Q-54 a code voided meanwhile is genuine by the lists held, and revoked after the next contact', async () => {
    served = await worldAt(1, NOW - 2 * DAY);
    const page = await openPage();
    await page.keepTrust();
    served = null;
    expect(await page.checkCode(code)).toMatchObject({ kind: 'genuine', listDate: NOW - 2 * DAY });
    served = await worldAt(2, NOW, [CLAIMS.statusIndex]);
    network.dispatchEvent(new Event('online'));
    await vi.waitFor(() => expect(page.lists.peek()?.trust.sequence).toBe(2));
    expect(await page.checkCode(code)).toMatchObject({ kind: 'revoked', listDate: NOW });
  });
});

describe('the ladder of age, in words', () => {
  const LADDER = [
    [3, '名单日期 2026年8月29日', '接种证真实有效', '名单日期 2026年8月29日'],
    [4, '名单已超过 3 天（2026年8月28日），请联网更新', '接种证真实有效', '依据 2026年8月28日 的名单，请尽快联网更新'],
    [14, '名单已超过 3 天（2026年8月18日），请联网更新', '接种证真实有效', '依据 2026年8月18日 的名单，请尽快联网更新'],
    [
      15,
      '名单已超过 14 天（2026年8月17日），联网更新前不能确认有效',
      '状态未知',
      '依据 2026年8月17日 的名单，请尽快联网更新',
    ],
  ] as const;
  it.each(LADDER)('J-135 Q-49 by lists of %i days', async (days, ofLists, word, ofAnswer) => {
    served = await worldAt(1, NOW - days * DAY);
    const page = await openPage();
    await page.keepTrust();
    const { ListsStatus } = await import('./lists-status.tsx');
    const { AnswerCard } = await import('../scan/answer-card.tsx');
    expect(wordsOf(h(ListsStatus, null))).toContain(ofLists);
    const given = await page.checkCode(code);
    const words = wordsOf(given && h(AnswerCard, { answer: given }));
    expect(words).toContain(word);
    expect(words).toContain(ofAnswer);
    if (days > 14) expect(words).toContain('签名真实，但名单太旧，不能确定是否已作废。请联网更新后再查。');
  });

  it('J-135 without any list nothing is said about a code, but what to do', async () => {
    served = null;
    const page = await openPage();
    await page.keepTrust();
    const { ListsStatus } = await import('./lists-status.tsx');
    expect(wordsOf(h(ListsStatus, null))).toEqual(['还不能查验']);
    expect(await page.checkCode(code)).toBeNull();
  });
});
