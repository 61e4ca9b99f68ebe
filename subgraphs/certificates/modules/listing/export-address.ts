import type { Claims, FileStore, Keyring } from '@miaoben/kernel';
import type { Role, Scope } from '@miaoben/schema';
import { type Reach, reachOf } from '../../scope.ts';

const SEALED = 'export';

/** What an address of a list's sheet carries: sealed, for a filter may hold a name or a number. */
interface ExportRequest<F> {
  readonly filter: F;
  readonly account: string;
  readonly role: Role;
  readonly reach: Reach;
}

/** Signed address of a list as .xlsx, with the filter and the reach of who asked. */
export function addressOf<F>(
  ctx: { claims: Claims; files: FileStore; keyring: Keyring; scopeOf: (operation: string) => Scope | undefined },
  kind: string,
  operation: string,
  filter: F,
): string {
  const { account, role } = ctx.claims;
  const request: ExportRequest<F> = { filter, account, role, reach: reachOf(ctx.scopeOf(operation), ctx.claims) };
  return ctx.files.downloadUrl(kind, ctx.keyring.seal(JSON.stringify(request), SEALED));
}

export const requestOf = <F>(keyring: Keyring, id: string): ExportRequest<F> =>
  JSON.parse(keyring.open(id, SEALED)) as ExportRequest<F>;
