import {
  audit,
  badInput,
  isUuid,
  type Keyring,
  MAX_PAGE,
  openNotice,
  type Page,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import type { IdentityCtx } from '../../loaders.ts';
import { addUnread, listNotices, markRead, type NoticeRow, unreadOf } from './notice.repository.ts';
import type { Notice, NoticeSmsFailure, NoticeSmsState } from './notice.type.ts';

const toNotice =
  (keyring: Keyring) =>
  (row: NoticeRow): Notice => ({
    id: row.id,
    kind: row.kind,
    subjectId: row.subject_id,
    params: Object.entries(openNotice(keyring, row.sealed).params).map(([name, value]) => ({ name, value })),
    at: row.created_at,
    readAt: row.read_at,
    sms: row.sms_state
      ? {
          state: row.sms_state as NoticeSmsState,
          failure: row.sms_failure as NoticeSmsFailure | null,
          at: row.sms_ended_at,
        }
      : null,
  });

/** The inbox of the caller, newest first; each look is an audit line. @throws BAD_INPUT first, after */
export async function myNotices(
  ctx: IdentityCtx,
  first: number,
  after: string | null,
  unreadOnly: boolean,
): Promise<Page<Notice>> {
  const page = pageRequest(first, after, 2);
  const rows = await listNotices(ctx.em, ctx.claims.account, unreadOnly, page);
  await audit(ctx.em, ctx.claims, 'Query.myNotices', undefined, { rows: rows.length });
  return toPage(rows, page, (r) => [new Date(r.created_at).toISOString(), r.id], toNotice(ctx.keyring));
}

export const unreadNotices = (ctx: IdentityCtx): Promise<number> => unreadOf(ctx.em, ctx.claims.account);

/**
 * Marks notices as read; those of others, and those read before, are left as they are.
 * @returns how many are still unread
 * @throws BAD_INPUT ids
 */
export async function markNoticesRead(ctx: IdentityCtx, commandId: string, ids: string[] | null): Promise<number> {
  if (ids && ids.length > MAX_PAGE) throw badInput('ids', 'too_long', { max: MAX_PAGE });
  const wrong = ids?.findIndex((id) => !isUuid(id)) ?? -1;
  if (wrong >= 0) throw badInput('ids', 'format', { row: wrong + 1 });
  const { account } = ctx.claims;
  return runCommand(ctx, 'Mutation.markNoticesRead', commandId, { ids }, async (em) => {
    const at = ctx.clock.instant();
    const read = await markRead(em, account, ids, at);
    const unread = read.length > 0 ? await addUnread(em, account, -read.length) : await unreadOf(em, account);
    return {
      outcome: unread,
      events: read.map((noticeId) => ({
        type: 'notice.delivered' as const,
        noticeId,
        state: 'read' as const,
        at: at.toISOString(),
      })),
      detail: { read: read.length },
    };
  });
}
