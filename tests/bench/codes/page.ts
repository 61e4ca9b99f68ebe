import {
  type Algorithm,
  fromBase64url,
  loadVerifyKey,
  openStatusList,
  openTrustList,
  type VerifierState,
  verifyCode,
} from '@miaoben/credential/verify';

/** What the bench hands to the page: an issuer's public files and codes. Bytes are base64url, times seconds since 1970. */
export interface Handed {
  readonly root: { readonly alg: Algorithm; readonly spki: string };
  readonly trust: string;
  readonly lists: readonly string[];
  readonly now: number;
  readonly codes: readonly string[];
}

declare global {
  interface Window {
    /** Verifies every code once. @returns milliseconds of the wall clock; throws when one is not genuine. */
    verifyAll: () => Promise<number>;
  }
}

const handed = (await (await fetch('/codes.json')).json()) as Handed;
const roots = { current: await loadVerifyKey(handed.root.alg, fromBase64url(handed.root.spki)), next: null };
const trust = await openTrustList(fromBase64url(handed.trust), roots, null);
const opened = await Promise.all(handed.lists.map((list) => openStatusList(fromBase64url(list), trust, null)));
const state: VerifierState = {
  trust,
  statusLists: new Map(opened.map((list) => [list.id, list])),
  now: handed.now,
  clockHighWater: 0,
};

window.verifyAll = async () => {
  const since = performance.now();
  for (const code of handed.codes) {
    const { kind } = await verifyCode(code, state);
    if (kind !== 'genuine') throw new Error(`a genuine code was called ${kind}`);
  }
  return performance.now() - since;
};
document.title = 'ready';
