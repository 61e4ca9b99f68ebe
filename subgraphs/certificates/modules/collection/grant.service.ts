import {
  badInput,
  type Em,
  forbidden,
  isUuid,
  MiaobenError,
  newId,
  notFound,
  type Page,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { activeType } from '../licence-type/licence-type.repository.ts';
import { organisationOf } from '../organisation/organisation.repository.ts';
import {
  type CheckRow,
  checksBefore,
  type GrantRow,
  grantById,
  grantsBefore,
  insertCheck,
  insertGrant,
  standingGrant,
  withdrawGrant,
} from './grant.repository.ts';
import type { CollectionAction, CollectionCheck, CollectionGrant } from './grant.type.ts';
import { type TypeNames, typeNames } from './type-names.ts';

const MAX_REASON = 200;
const MAX_ACCOUNT = 200;

const shapeGrant = (row: GrantRow, names: TypeNames): CollectionGrant => ({
  id: row.id,
  typeCode: row.type_code,
  typeName: names.get(row.type_code) ?? row.type_code,
  organisation: row.organisation_id === null ? null : { id: row.organisation_id },
  accountId: row.account_id,
  grantedAt: new Date(row.granted_at),
  withdrawnAt: row.withdrawn_at === null ? null : new Date(row.withdrawn_at),
  reason: row.reason,
});

const shapeCheck = (row: CheckRow, names: TypeNames): CollectionCheck => ({
  id: row.id,
  typeCode: row.type_code,
  typeName: names.get(row.type_code) ?? row.type_code,
  accountId: row.account_id,
  organisation: row.organisation_id === null ? null : { id: row.organisation_id },
  action: row.action as CollectionAction,
  allowed: row.allowed,
  at: new Date(row.at),
});

async function written(em: Em, id: string): Promise<CollectionGrant> {
  const row = await grantById(em, id);
  if (!row) throw notFound();
  return shapeGrant(row, await typeNames(em));
}

/** Mutation.grantCollection: to an organisation of the directory or to one account, never to both. */
export async function giveGrant(
  ctx: CertificatesCtx,
  commandId: string,
  input: { type: string; organisationId: string | null; accountId: string | null },
): Promise<CollectionGrant> {
  const { type, organisationId, accountId } = input;
  if ((organisationId === null) === (accountId === null)) throw badInput('organisationId', 'required');
  if (accountId !== null && (accountId.trim() === '' || accountId.length > MAX_ACCOUNT))
    throw badInput('accountId', 'format');
  const named = await activeType(ctx.em, type);
  if (!named) throw badInput('type', 'unknown_code');
  if (organisationId !== null && !(isUuid(organisationId) && (await organisationOf(ctx.em, organisationId))))
    throw badInput('organisationId', 'unknown_code');
  const id = await runCommand(ctx, 'Mutation.grantCollection', commandId, input, async (em) => {
    const grantId = newId();
    const added = await insertGrant(em, {
      id: grantId,
      type_code: named.code,
      organisation_id: organisationId,
      account_id: accountId,
      granted_by: ctx.claims.account,
      granted_at: ctx.clock.now(),
    });
    if (!added) throw new MiaobenError('CONFLICT', { field: 'type', reason: 'duplicate' });
    return { outcome: grantId, subject: grantId, detail: { type: named.code } };
  });
  return written(ctx.em, id);
}

/** Mutation.withdrawCollectionGrant. */
export async function takeGrant(
  ctx: CertificatesCtx,
  commandId: string,
  id: string,
  reason: string,
): Promise<CollectionGrant> {
  const words = reason.trim();
  if (words === '') throw badInput('reason', 'required');
  if (Array.from(words).length > MAX_REASON) throw badInput('reason', 'too_long', { max: MAX_REASON });
  await runCommand(ctx, 'Mutation.withdrawCollectionGrant', commandId, { id, reason }, async (em) => {
    if (!isUuid(id) || !(await grantById(em, id))) throw notFound();
    if (!(await withdrawGrant(em, id, ctx.claims.account, words, ctx.clock.now())))
      throw new MiaobenError('CONFLICT', { field: 'id', reason: 'already_decided' });
    return { outcome: id, subject: id };
  });
  return written(ctx.em, id);
}

/** Query.collectionGrants, newest first. */
export async function readGrants(
  ctx: CertificatesCtx,
  type: string | null,
  first: number,
  after: string | null,
): Promise<Page<CollectionGrant>> {
  const page = pageRequest(first, after, 1);
  const rows = await grantsBefore(ctx.em, type, (page.key?.[0] as string) ?? null, page.limit);
  const names = await typeNames(ctx.em);
  return toPage(
    rows,
    page,
    (row) => [row.id],
    (row) => shapeGrant(row, names),
  );
}

/** Query.collectionChecks, newest first. */
export async function readChecks(
  ctx: CertificatesCtx,
  filter: { typeCode: string | null; allowed: boolean | null },
  first: number,
  after: string | null,
): Promise<Page<CollectionCheck>> {
  const page = pageRequest(first, after, 1);
  const rows = await checksBefore(ctx.em, filter, (page.key?.[0] as string) ?? null, page.limit);
  const names = await typeNames(ctx.em);
  return toPage(
    rows,
    page,
    (row) => [row.id],
    (row) => shapeCheck(row, names),
  );
}

/**
 * Checks the caller's right to upload a type, and writes the check down whether it holds or not (J-41). In a transaction of its own: a
 * refusal must stay written when the command ends.
 * @throws FORBIDDEN without a right; the same for a type that is not there
 */
export async function checkCollection(
  ctx: CertificatesCtx,
  typeCode: string,
  action: `${CollectionAction}`,
): Promise<void> {
  const { account, organisation } = ctx.claims;
  const grant = await standingGrant(ctx.em, typeCode, account, organisation);
  await insertCheck(ctx.em, {
    id: newId(),
    type_code: typeCode.slice(0, 40),
    account_id: account,
    organisation_id: organisation ?? null,
    action,
    allowed: grant !== undefined,
    grant_id: grant ?? null,
    at: ctx.clock.now(),
  });
  if (grant === undefined) throw forbidden();
}
