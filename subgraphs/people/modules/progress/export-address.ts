import type { Keyring } from '@miaoben/kernel';
import { type Desk, deskOf } from '@miaoben/kernel/desk';
import type { Role } from '@miaoben/schema';
import type { PeopleCtx } from '../../loaders.ts';

const SEALED = 'export';

/** What an address of a list's sheet carries: sealed, for a filter may name a person. */
interface ExportRequest<F> {
  readonly filter: F;
  readonly account: string;
  readonly role: Role;
  readonly desk: Desk;
}

/** Signed address of a list as .xlsx, with the filter and the desk of who asked. */
export function addressOf<F>(ctx: PeopleCtx, kind: string, operation: string, filter: F): string {
  const { account, role } = ctx.claims;
  const request: ExportRequest<F> = { filter, account, role, desk: deskOf(ctx.scopeOf(operation), ctx.claims) };
  return ctx.files.downloadUrl(kind, ctx.keyring.seal(JSON.stringify(request), SEALED));
}

export const requestOf = <F>(keyring: Keyring, id: string): ExportRequest<F> =>
  JSON.parse(keyring.open(id, SEALED)) as ExportRequest<F>;
