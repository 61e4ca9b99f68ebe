import {
  badInput,
  isUuid,
  MiaobenError,
  newId,
  notFound,
  type Page,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { readWords } from '@miaoben/kernel/words';
import type { CertificatesCtx } from '../../loaders.ts';
import { type TypeNames, typeNames } from '../collection/type-names.ts';
import { activeType } from '../licence-type/licence-type.repository.ts';
import { organisationOf } from '../organisation/organisation.repository.ts';
import {
  type BlockRow,
  blockById,
  blocksBefore,
  insertRight,
  liftBlock,
  type RightRow,
  rightById,
  rightsBefore,
  withdrawRight,
} from './right.repository.ts';
import type { ShowingBlock, ShowingRight, ShowingRightInput } from './right.type.ts';
import { readPurpose } from './showing.rules.ts';

const MAX_PURPOSES = 20;
const MAX_PER_MINUTE = 10_000;
const MAX_PER_DAY = 10_000_000;

const date = (at: string | null): Date | null => (at === null ? null : new Date(at));
const shapeRight = (row: RightRow, names: TypeNames): ShowingRight => ({
  id: row.id,
  typeCode: row.type_code,
  typeName: names.get(row.type_code) ?? row.type_code,
  organisation: row.organisation_id === null ? null : { id: row.organisation_id },
  accountId: row.account_id,
  purposes: row.purposes,
  fields: row.fields,
  perMinute: row.per_minute,
  perDay: row.per_day,
  grantedAt: new Date(row.granted_at),
  withdrawnAt: date(row.withdrawn_at),
  reason: row.reason,
});
const shapeBlock = (row: BlockRow, names: TypeNames): ShowingBlock => ({
  id: row.id,
  accountId: row.account_id,
  typeCode: row.type_code,
  typeName: names.get(row.type_code) ?? row.type_code,
  blockedAt: new Date(row.blocked_at),
  calls: row.calls,
  liftedAt: date(row.lifted_at),
  reason: row.reason,
});

const between = (field: string, value: number, max: number): void => {
  if (value < 1 || value > max) throw badInput(`input.${field}`, 'out_of_range', { max });
};

async function written(ctx: CertificatesCtx, id: string): Promise<ShowingRight> {
  const row = await rightById(ctx.em, id);
  if (!row) throw notFound();
  return shapeRight(row, await typeNames(ctx.em));
}

/** Mutation.grantShowing. */
export async function giveRight(
  ctx: CertificatesCtx,
  commandId: string,
  input: ShowingRightInput,
): Promise<ShowingRight> {
  const organisation = input.organisationId ?? null;
  const account = input.accountId?.trim() || null;
  if ((organisation === null) === (account === null)) throw badInput('input.organisationId', 'required');
  if (input.purposes.length === 0) throw badInput('input.purposes', 'required');
  if (input.purposes.length > MAX_PURPOSES) throw badInput('input.purposes', 'out_of_range', { max: MAX_PURPOSES });
  const purposes = [...new Set(input.purposes.map(readPurpose))];
  between('perMinute', input.perMinute, MAX_PER_MINUTE);
  between('perDay', input.perDay, MAX_PER_DAY);
  const type = await activeType(ctx.em, input.type);
  if (!type) throw badInput('input.type', 'unknown_code');
  const known = new Set(type.definition.fields.map((f) => f.key));
  if (input.fields?.some((key) => !known.has(key))) throw badInput('input.fields', 'unknown_code');
  if (organisation !== null && !(isUuid(organisation) && (await organisationOf(ctx.em, organisation))))
    throw badInput('input.organisationId', 'unknown_code');
  const id = await runCommand(ctx, 'Mutation.grantShowing', commandId, input, async (em) => {
    const rightId = newId();
    const added = await insertRight(em, {
      id: rightId,
      type_code: type.code,
      organisation_id: organisation,
      account_id: account,
      purposes,
      fields: input.fields ?? null,
      per_minute: input.perMinute,
      per_day: input.perDay,
      service: null,
      result_format: 'words',
      granted_at: ctx.clock.now(),
      granted_by: ctx.claims.account,
    });
    if (!added) throw new MiaobenError('CONFLICT', { field: 'input.type', reason: 'duplicate' });
    return { outcome: rightId, subject: rightId, detail: { type: type.code } };
  });
  return written(ctx, id);
}

/** Mutation.withdrawShowingRight. */
export async function takeRight(
  ctx: CertificatesCtx,
  commandId: string,
  id: string,
  reason: string,
): Promise<ShowingRight> {
  const words = readWords(reason, 'reason');
  await runCommand(ctx, 'Mutation.withdrawShowingRight', commandId, { id, reason }, async (em) => {
    if (!isUuid(id) || !(await rightById(em, id))) throw notFound();
    if (!(await withdrawRight(em, id, ctx.claims.account, words, ctx.clock.now())))
      throw new MiaobenError('CONFLICT', { field: 'id', reason: 'already_decided' });
    return { outcome: id, subject: id };
  });
  return written(ctx, id);
}

/** Mutation.liftShowingBlock. */
export async function lift(ctx: CertificatesCtx, commandId: string, id: string, reason: string): Promise<ShowingBlock> {
  const words = readWords(reason, 'reason');
  await runCommand(ctx, 'Mutation.liftShowingBlock', commandId, { id, reason }, async (em) => {
    if (!isUuid(id) || !(await blockById(em, id))) throw notFound();
    if (!(await liftBlock(em, id, ctx.claims.account, words, ctx.clock.now())))
      throw new MiaobenError('CONFLICT', { field: 'id', reason: 'already_decided' });
    return { outcome: id, subject: id };
  });
  const row = await blockById(ctx.em, id);
  if (!row) throw notFound();
  return shapeBlock(row, await typeNames(ctx.em));
}

/** Query.showingRights, newest first. */
export async function readRights(
  ctx: CertificatesCtx,
  type: string | null,
  first: number,
  after: string | null,
): Promise<Page<ShowingRight>> {
  const page = pageRequest(first, after, 1);
  const rows = await rightsBefore(ctx.em, type, (page.key?.[0] as string) ?? null, page.limit);
  const names = await typeNames(ctx.em);
  return toPage(
    rows,
    page,
    (row) => [row.id],
    (row) => shapeRight(row, names),
  );
}

/** Query.showingBlocks, newest first. */
export async function readBlocks(
  ctx: CertificatesCtx,
  standing: boolean,
  first: number,
  after: string | null,
): Promise<Page<ShowingBlock>> {
  const page = pageRequest(first, after, 1);
  const rows = await blocksBefore(ctx.em, standing, (page.key?.[0] as string) ?? null, page.limit);
  const names = await typeNames(ctx.em);
  return toPage(
    rows,
    page,
    (row) => [row.id],
    (row) => shapeBlock(row, names),
  );
}
