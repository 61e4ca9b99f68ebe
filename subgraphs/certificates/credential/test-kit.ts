// Shared by the tests of this package: one issuer with its keys, lists and a child, at a fixed moment.
import type { Algorithm } from './algorithms.ts';
import { toHex } from './bytes.ts';
import type { AnswerClaims } from './claims.ts';
import { makeIdTag } from './id-tag.ts';
import { issueStatusList } from './issue-status-list.ts';
import { issueTrustList, type TrustListContent } from './issue-trust-list.ts';
import { generatePrivateKey, loadSigner, type Signer } from './signer.ts';
import { sm3 } from './sm3.ts';
import { openStatusList, type StatusList } from './status-list.ts';
import { type KeyRecord, type KeyUse, openTrustList, type TrustList } from './trust-list.ts';
import type { VerifierState } from './verify-code.ts';
import { loadVerifyKey } from './verify-key.ts';

export const DAY = 86_400;
/** 2026-09-01T00:00Z. */
export const NOW = 1_788_220_800;
export const LIST_SIZE = 131_072;
export const ID_NUMBER = '63010520200315002X';

export async function newSigner(alg: Algorithm = 'SM2'): Promise<Signer> {
  return loadSigner(alg, await generatePrivateKey(alg));
}

export function recordOf(signer: Signer, use: KeyUse, over: Partial<KeyRecord> = {}): KeyRecord {
  return {
    alg: signer.alg,
    use,
    spki: signer.spki,
    signFrom: NOW - 60 * DAY,
    signTo: NOW + 300 * DAY,
    verifyTo: NOW + 540 * DAY,
    revokedAt: null,
    statusList: use === 'status' || use === 'class_list' ? null : `2026-${use}`,
    ...over,
  };
}

export const CLAIMS: AnswerClaims = {
  kind: 'static',
  maskedName: '张*明',
  birthDate: '2020-03-15',
  result: 1,
  ruleDate: '2026-06-17',
  idTag: makeIdTag(ID_NUMBER, (target) => target.fill(7)),
  statusIndex: 77_777,
  missing: [],
  issuedAt: NOW - 3600,
  expiresAt: NOW + 121 * DAY,
  audience: null,
};

export const PRESENTATION: AnswerClaims = {
  ...CLAIMS,
  kind: 'presentation',
  issuedAt: NOW - 60,
  expiresAt: NOW + 540,
};

export interface Issuer {
  readonly root: Signer;
  readonly result: Signer;
  readonly presentation: Signer;
  readonly status: Signer;
  readonly classList: Signer;
}

export async function newIssuer(alg: Algorithm = 'SM2'): Promise<Issuer> {
  const [root, result, presentation, status, classList] = await Promise.all([1, 2, 3, 4, 5].map(() => newSigner(alg)));
  return { root: root!, result: result!, presentation: presentation!, status: status!, classList: classList! };
}

export interface World {
  readonly trustBytes: Uint8Array;
  readonly trust: TrustList;
  readonly statusFiles: ReadonlyMap<string, Uint8Array>;
  readonly statusLists: ReadonlyMap<string, StatusList>;
  readonly state: VerifierState;
}

export interface WorldOptions {
  readonly listsIssued?: number;
  readonly revoked?: Iterable<number>;
  readonly keys?: readonly KeyRecord[];
  readonly content?: Partial<TrustListContent>;
  readonly now?: number;
}

/** Issues and opens the lists of an issuer, and a verifier that holds them. */
export async function worldOf(issuer: Issuer, options: WorldOptions = {}): Promise<World> {
  const issued = options.listsIssued ?? NOW - DAY;
  const statusFiles = new Map<string, Uint8Array>();
  for (const id of ['2026-result', '2026-presentation']) {
    const content = { id, size: LIST_SIZE, issued, nextUpdate: issued + DAY, revoked: options.revoked ?? [5, 4095] };
    statusFiles.set(id, await issueStatusList(content, issuer.status));
  }
  const trustBytes = await issueTrustList(
    {
      sequence: 12,
      issued,
      nextUpdate: issued + 7 * DAY,
      keys: options.keys ?? defaultKeys(issuer),
      statusLists: new Map([...statusFiles].map(([id, bytes]) => [id, sm3(bytes)])),
      successor: null,
      ...options.content,
    },
    issuer.root,
  );
  const roots = { current: await loadVerifyKey(issuer.root.alg, issuer.root.spki), next: null };
  const trust = await openTrustList(trustBytes, roots, null);
  const statusLists = new Map<string, StatusList>();
  for (const [id, bytes] of statusFiles) {
    if (trust.statusLists.has(toHex(sm3(bytes)))) statusLists.set(id, await openStatusList(bytes, trust, null));
  }
  const state = { trust, statusLists, now: options.now ?? NOW, clockHighWater: 0 };
  return { trustBytes, trust, statusFiles, statusLists, state };
}

export function defaultKeys(issuer: Issuer): KeyRecord[] {
  return [
    recordOf(issuer.result, 'result'),
    recordOf(issuer.presentation, 'presentation'),
    recordOf(issuer.status, 'status'),
    recordOf(issuer.classList, 'class_list'),
  ];
}
