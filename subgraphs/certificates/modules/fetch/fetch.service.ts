import { maskDocumentNumber, maskName } from '@miaoben/identifiers';
import {
  audit,
  badInput,
  dateInShanghai,
  type Em,
  type Keyring,
  MiaobenError,
  type Page,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { type Reach, reachOf } from '../../scope.ts';
import { documentBlinds } from '../holder/document-blinds.ts';
import { endOfDay, startOfDay } from '../listing/days.ts';
import { fetchNameBlind, openFetched } from './fetch.limit.ts';
import { type FetchRow, type FetchSearch, fetchRows, fullCounters, releaseCounters } from './fetch.repository.ts';
import {
  type FetchBlock,
  type FetchFilter,
  FetchLimit,
  type FetchRecord,
  type FetchReleaseInput,
} from './fetch.type.ts';

function searchOf(keyring: Keyring, filter: FetchFilter): FetchSearch {
  const text = filter.text?.trim();
  return {
    licenceType: filter.licenceType ?? null,
    from: filter.from ? startOfDay(filter.from) : null,
    to: filter.to ? endOfDay(filter.to) : null,
    text: text ? { name: fetchNameBlind(keyring, text), documents: documentBlinds(keyring, text) } : null,
  };
}

function shape(keyring: Keyring, row: FetchRow): FetchRecord {
  const { name, documentNumber } = openFetched(keyring, row.sealed);
  return {
    id: row.id,
    at: new Date(row.at),
    account: { id: row.account_id },
    holderName: maskName(name),
    holderDocumentNumber: documentNumber === null ? null : maskDocumentNumber(documentNumber),
    licenceType: row.licence_type,
    use: row.use,
  };
}

/** Query.fetchRecords: use records of the caller's area, newest first. */
export async function listFetches(
  ctx: CertificatesCtx,
  filter: FetchFilter,
  first: number,
  after: string | null,
): Promise<Page<FetchRecord>> {
  const operation = 'Query.fetchRecords';
  const page = pageRequest(first, after, 1);
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const rows = await fetchRows(ctx.em, reach, searchOf(ctx.keyring, filter), page);
  if (rows.length > 0) await audit(ctx.em, ctx.claims, operation, undefined, { rows: rows.length });
  return toPage(
    rows,
    page,
    (row) => [row.id],
    (row) => shape(ctx.keyring, row),
  );
}

/** All rows of a filter for a sheet, in pages. */
export async function* everyFetch(
  em: () => Em,
  keyring: Keyring,
  filter: FetchFilter,
  reach: Reach,
): AsyncGenerator<FetchRecord> {
  const limit = 1_000;
  let key: string[] | undefined;
  for (;;) {
    const rows = await fetchRows(em(), reach, searchOf(keyring, filter), { key, limit });
    for (const row of rows) yield shape(keyring, row);
    const last = rows.at(-1);
    if (rows.length < limit || !last) return;
    key = [last.id];
  }
}

/** Query.fetchBlocks: who is blocked now. */
export async function listBlocks(ctx: CertificatesCtx): Promise<FetchBlock[]> {
  const reach = reachOf(ctx.scopeOf('Query.fetchBlocks'), ctx.claims);
  const today = dateInShanghai(ctx.clock.instant());
  const rows = await fullCounters(ctx.em, reach, [today, today.slice(0, 4)]);
  return rows.map((row) => ({
    account: { id: row.account_id },
    limit: row.scope === 'year' ? FetchLimit.total : FetchLimit.type,
    licenceType: row.licence_type || null,
    used: row.used - row.released,
    allowed: row.allowed,
  }));
}

/**
 * Mutation.releaseFetches (用证解封): the account may fetch as often again as the limit says.
 * @throws BAD_INPUT input.licenceType required; CONFLICT wrong_state when nothing of the account is blocked in the caller's area
 */
export async function release(
  ctx: CertificatesCtx,
  commandId: string,
  input: FetchReleaseInput,
): Promise<FetchBlock[]> {
  const operation = 'Mutation.releaseFetches';
  const { accountId: account, limit } = input;
  if (limit === FetchLimit.type && !input.licenceType) throw badInput('input.licenceType', 'required');
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const today = dateInShanghai(ctx.clock.instant());
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const isTotal = limit === FetchLimit.total;
    const released = await releaseCounters(em, reach, {
      account,
      scope: isTotal ? 'year' : 'day',
      licenceType: limit === FetchLimit.type ? (input.licenceType ?? null) : null,
      period: isTotal ? today.slice(0, 4) : today,
    });
    if (released === 0) throw new MiaobenError('CONFLICT', { field: 'input.accountId', reason: 'wrong_state' });
    return { outcome: true, subject: account, detail: { limit, licenceType: input.licenceType ?? null } };
  });
  return listBlocks(ctx);
}
