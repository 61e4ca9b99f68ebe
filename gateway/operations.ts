import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Claims, MiaobenError } from '@miaoben/kernel';
import { INTERACTIVE_ROLES, policies } from '@miaoben/schema';
import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { LRUCache } from 'lru-cache';

const PROBE = /^\s*(query\s*)?\{\s*__typename\s*\}\s*$/;

/** Operations that a caller without a token may run; whoever may run them that way may run them as a document of one's own. */
const PUBLIC_OPERATIONS = new Set(
  Object.values(policies).flatMap((p) =>
    Object.entries(p.operations)
      .filter(([, roles]) => roles.anonymous)
      .map(([name]) => name),
  ),
);

const ROOT = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

/** `Type.field` of each root field; a fragment at the root is not looked into, it is refused. */
function rootFields(document: DocumentNode): string[] {
  return document.definitions
    .filter((d): d is OperationDefinitionNode => d.kind === Kind.OPERATION_DEFINITION)
    .flatMap((d) =>
      d.selectionSet.selections.map((s) =>
        s.kind === Kind.FIELD ? `${ROOT[d.operation]}.${s.name.value}` : 'fragment',
      ),
    );
}

/** The documents of the PWA, and who may send others (design section 5). */
export class Operations {
  readonly #persisted: ReadonlyMap<string, string>;
  /** by hash: a text may be as long as a body */
  readonly #publicTexts = new LRUCache<string, boolean>({ max: 500 });

  constructor(persisted: Record<string, string>) {
    this.#persisted = new Map(Object.entries(persisted));
  }

  /**
   * Reads `persisted.json` (hash → document) and `released/*.json`, the same of the last two releases: an app that was opened before
   * the server changed, or a tablet that comes back after days, sends what it knows.
   * @param folder `schema/operations`
   */
  static fromFolder(folder: string): Operations {
    const released = join(folder, 'released');
    const files = [
      ...(existsSync(released) ? readdirSync(released).map((name) => join(released, name)) : []),
      join(folder, 'persisted.json'),
    ];
    const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    return new Operations(Object.assign({}, ...files.filter(existsSync).map(read)) as Record<string, string>);
  }

  /**
   * The text to execute for a request body: `documentId` or `extensions.persistedQuery.sha256Hash`, or `query`.
   * @throws BAD_REQUEST without a document or for an unknown hash; NOT_PERSISTED when the role may not send its own
   */
  resolve(body: Record<string, unknown>, claims: Claims): string {
    const hash = persistedHash(body);
    if (hash) {
      const text = this.#persisted.get(hash);
      if (text === undefined) throw new MiaobenError('BAD_REQUEST', { field: 'documentId', reason: 'unknown_code' });
      return text;
    }
    const text = body.query;
    if (typeof text !== 'string' || text === '')
      throw new MiaobenError('BAD_REQUEST', { field: 'query', reason: 'required' });
    if (claims.role === 'partner' || PROBE.test(text)) return text;
    const textHash = createHash('sha256').update(text).digest('hex');
    if (this.#persisted.has(textHash) || this.#onlyPublic(text, textHash)) return text;
    throw new MiaobenError(INTERACTIVE_ROLES.has(claims.role) ? 'NOT_PERSISTED' : 'UNAUTHENTICATED');
  }

  #onlyPublic(text: string, textHash: string): boolean {
    const known = this.#publicTexts.get(textHash);
    if (known !== undefined) return known;
    let open: boolean;
    try {
      const fields = rootFields(parse(text, { maxTokens: 1_000 }));
      open = fields.length > 0 && fields.every((f) => PUBLIC_OPERATIONS.has(f) || f.endsWith('.__typename'));
    } catch {
      // Not a document: execution will say what is wrong with it, in the usual way.
      open = true;
    }
    this.#publicTexts.set(textHash, open);
    return open;
  }
}

function persistedHash(body: Record<string, unknown>): string | undefined {
  if (typeof body.documentId === 'string') return body.documentId.replace(/^sha256:/, '');
  const extensions = body.extensions as { persistedQuery?: { sha256Hash?: unknown } } | null | undefined;
  const hash = extensions?.persistedQuery?.sha256Hash;
  return typeof hash === 'string' && typeof body.query !== 'string' ? hash : undefined;
}
