import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  fromBase64url,
  generatePrivateKey,
  issueStatusList,
  issueTrustList,
  type KeyRecord,
  loadSigner,
  loadVerifyKey,
  openStatusList,
  openTrustList,
  randomStatusIndex,
  type Signer,
  type StatusList,
  sm3,
  type TrustList,
  toBase64url,
} from '@miaoben/credential';
import { z } from 'zod';
import { CODE_USES, DAY, type SigningUse, statusListOf, windowOf } from '../modules/key/key.rules.ts';

const ALGORITHM = 'SM2';
const LIST_SIZE = 2_097_152;
const ROOT_SEASON = 'current';

/** The folder cannot be used; says which file. */
export class FolderError extends Error {
  override readonly name = 'FolderError';
}

const RootKey = z.object({ alg: z.enum(['SM2', 'ES256']), spki: z.string() });
const Roots = z.object({ current: RootKey, next: RootKey.nullable().default(null) });
const Ledger = z.object({
  sequence: z.number(),
  /** Positions given out and revoked, by status list. */
  lists: z.record(z.string(), z.object({ taken: z.array(z.number()), revoked: z.array(z.number()) })),
});
type Ledger = z.infer<typeof Ledger>;

function readJson<T>(dir: string, name: string, shape: z.ZodType<T>): T {
  try {
    return shape.parse(JSON.parse(readFileSync(join(dir, name), 'utf8')));
  } catch {
    throw new FolderError(`${name} is missing or cannot be read`);
  }
}

/**
 * What a verifier holds: `roots.json` (the pinned roots, as `/trust/roots.json` serves them), `trust.cose`,
 * `status/*.cose`. A status list that is missing or wrong is left out: its codes answer `status_unknown`.
 * @throws FolderError for roots or a trust list that cannot be used
 */
export async function openFolder(dir: string): Promise<{ trust: TrustList; statusLists: Map<string, StatusList> }> {
  const roots = readJson(dir, 'roots.json', Roots);
  const load = ({ alg, spki }: z.infer<typeof RootKey>) => loadVerifyKey(alg, fromBase64url(spki));
  let trust: TrustList;
  try {
    const pinned = { current: await load(roots.current), next: roots.next && (await load(roots.next)) };
    trust = await openTrustList(readFileSync(join(dir, 'trust.cose')), pinned, null);
  } catch {
    throw new FolderError('trust.cose is missing, or its signature is not that of the pinned root');
  }
  const statusLists = new Map<string, StatusList>();
  const folder = join(dir, 'status');
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!name.endsWith('.cose')) continue;
    const list = await openStatusList(readFileSync(join(folder, name)), trust, null).catch(() => null);
    if (list) statusLists.set(list.id, list);
  }
  return { trust, statusLists };
}

/** A folder that issues: besides what verifiers need, private keys under `keys/` and a ledger of positions. */
export class IssuerFolder {
  readonly #dir: string;
  readonly #ledger: Ledger;
  readonly #taken = new Map<string, Set<number>>();
  readonly #signers = new Map<string, Signer>();

  private constructor(dir: string, ledger: Ledger) {
    this.#dir = dir;
    this.#ledger = ledger;
    for (const [id, { taken }] of Object.entries(ledger.lists)) this.#taken.set(id, new Set(taken));
  }

  /** Opens the folder, or makes it with a new root where it is missing. @throws FolderError */
  static async open(dir: string): Promise<IssuerFolder> {
    const isNew = !existsSync(join(dir, 'issuer.json'));
    if (isNew && existsSync(join(dir, 'trust.cose')))
      throw new FolderError('issuer.json is missing: not a folder that issues');
    mkdirSync(join(dir, 'keys'), { recursive: true });
    mkdirSync(join(dir, 'status'), { recursive: true });
    const folder = new IssuerFolder(dir, isNew ? { sequence: 0, lists: {} } : readJson(dir, 'issuer.json', Ledger));
    if (isNew) {
      const { alg, spki } = await folder.#signer('root', ROOT_SEASON);
      folder.#write('roots.json', JSON.stringify({ current: { alg, spki: toBase64url(spki) }, next: null }));
    }
    return folder;
  }

  #write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.#dir, name), content);
  }

  /** The key of a use and season; made when it is missing. */
  async #signer(use: SigningUse, season: string): Promise<Signer> {
    const name = `${use}-${season}`;
    let signer = this.#signers.get(name);
    if (!signer) {
      const path = join(this.#dir, 'keys', `${name}.p8`);
      if (!existsSync(path)) {
        writeFileSync(path, await generatePrivateKey(ALGORITHM));
        chmodSync(path, 0o600);
      }
      signer = await loadSigner(ALGORITHM, readFileSync(path));
      this.#signers.set(name, signer);
    }
    return signer;
  }

  /** The signer of codes of a season, and a free position in its status list. */
  async codeSigner(
    use: Exclude<(typeof CODE_USES)[number], 'status'>,
    season: string,
  ): Promise<{ signer: Signer; position: number; listId: string }> {
    const listId = statusListOf(use, season)!;
    const taken = this.#taken.get(listId) ?? new Set<number>();
    this.#taken.set(listId, taken);
    let position = randomStatusIndex(LIST_SIZE);
    while (taken.has(position)) position = randomStatusIndex(LIST_SIZE);
    taken.add(position);
    this.#ledger.lists[listId] ??= { taken: [], revoked: [] };
    return { signer: await this.#signer(use, season), position, listId };
  }

  revoke(listId: string, position: number): void {
    this.#ledger.lists[listId]?.revoked.push(position);
  }

  /** Signs the status lists and the trust list anew and writes the folder. @param issued seconds since 1970-01-01T00:00Z */
  async publish(issued: number): Promise<void> {
    const seasons = new Set([
      ...Object.keys(this.#ledger.lists).map((id) => id.slice(0, 4)),
      // The lists themselves are signed by the key of the season they are issued in.
      String(new Date(issued * 1000 + 8 * 3_600_000).getUTCFullYear()),
    ]);
    const keys: KeyRecord[] = [];
    for (const season of seasons) {
      for (const use of CODE_USES) {
        const { alg, spki } = await this.#signer(use, season);
        keys.push({ alg, use, spki, ...windowOf(season), revokedAt: null, statusList: statusListOf(use, season) });
      }
    }
    const status = await this.#signer('status', String(new Date(issued * 1000 + 8 * 3_600_000).getUTCFullYear()));
    const hashes = new Map<string, Uint8Array>();
    for (const id of keys.flatMap((k) => k.statusList ?? [])) {
      const revoked = this.#ledger.lists[id]?.revoked ?? [];
      const file = await issueStatusList({ id, size: LIST_SIZE, issued, nextUpdate: issued + DAY, revoked }, status);
      hashes.set(id, sm3(file));
      this.#write(join('status', `${id}.cose`), file);
    }
    this.#ledger.sequence += 1;
    const { sequence } = this.#ledger;
    const content = { sequence, issued, nextUpdate: issued + 7 * DAY, keys, statusLists: hashes, successor: null };
    this.#write('trust.cose', await issueTrustList(content, await this.#signer('root', ROOT_SEASON)));
    for (const [id, list] of Object.entries(this.#ledger.lists)) list.taken = [...(this.#taken.get(id) ?? [])];
    this.#write('issuer.json', JSON.stringify(this.#ledger));
  }
}
