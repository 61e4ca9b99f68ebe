import {
  badInput,
  forbidden,
  isUuid,
  MAX_FILE_BYTES,
  MiaobenError,
  newId,
  notFound,
  runCommand,
  wrongFileType,
} from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { reachOf } from '../../scope.ts';
import { renewFilesOfSeal } from '../document/document.renew.ts';
import { type OrganisationRow, organisationOf } from '../organisation/organisation.repository.ts';
import { isClosed } from '../organisation/organisation.rules.ts';
import { queueWithdrawals } from '../submission/submission.repository.ts';
import { drawSeal } from './seal.drawing.ts';
import { requireStaffOf } from './seal.grantee.ts';
import { finishSeal } from './seal.make.ts';
import {
  activeSeal,
  endSeal,
  findSeals,
  insertSeal,
  lockSeal,
  type SealReach,
  type SealRow,
  sealById,
} from './seal.repository.ts';
import { shapeSeal } from './seal.shape.ts';
import { type Seal, SealOrigin } from './seal.type.ts';
import { addGrant, endGrant, endGrants, PLATFORM } from './seal-grant.repository.ts';

const MAX_NAME = 60;
const MAX_REASON = 200;
const MAX_FILE_NAME = 200;
const WIDTHS = { min: 20, max: 60 };
/** Kinds of organisations that issue certificates. */
const ISSUERS = ['clinic', 'obstetric', 'cdc', 'issuer'];

/** Which seals the caller reaches. @throws FORBIDDEN */
export function sealReach(ctx: CertificatesCtx, operation: string): SealReach {
  const scope = ctx.scopeOf(operation);
  if (scope === 'organisation') {
    if (!ctx.claims.organisation) throw forbidden();
    return { organisation: ctx.claims.organisation };
  }
  const reach = reachOf(scope, ctx.claims);
  if (reach.kind === 'area') return { divisions: reach.divisions };
  if (reach.kind === 'all') return { divisions: [''] };
  throw forbidden();
}

/** An issuer inside the reach. @throws FORBIDDEN, the same as for none; BAD_INPUT issuerId wrong_state for one that issues nothing, or no more */
async function issuerWithin(ctx: CertificatesCtx, operation: string, issuerId: string): Promise<OrganisationRow> {
  const reach = sealReach(ctx, operation);
  let issuer = isUuid(issuerId) ? await organisationOf(ctx.em, issuerId) : undefined;
  if (!issuer && isUuid(issuerId)) {
    await ctx.consumer.drain('identity');
    issuer = await organisationOf(ctx.em, issuerId);
  }
  const within =
    issuer &&
    ('organisation' in reach
      ? reach.organisation === issuer.id
      : reach.divisions.some((d) => issuer.division.startsWith(d)));
  if (!issuer || !within) throw forbidden();
  if (!ISSUERS.includes(issuer.kind) || isClosed(issuer, ctx.clock.today())) throw badInput('issuerId', 'wrong_state');
  // A unit makes its first seal; one that stands is replaced by the superior.
  if ('organisation' in reach && (await activeSeal(ctx.em, issuer.id))) throw forbidden();
  return issuer;
}

function readName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') throw badInput('name', 'required');
  if (Array.from(trimmed).length > MAX_NAME) throw badInput('name', 'too_long', { max: MAX_NAME });
  return trimmed;
}

async function written(ctx: CertificatesCtx, id: string): Promise<Seal> {
  const row = await sealById(ctx.em, id);
  if (!row) throw notFound();
  return shapeSeal(ctx, row);
}

export interface SealUpload {
  readonly issuerId: string;
  readonly name: string;
  readonly fileName: string;
  readonly size: number;
  readonly widthMm: number | null;
}

/** Mutation.startSealUpload. */
export async function startUpload(ctx: CertificatesCtx, commandId: string, input: SealUpload): Promise<Seal> {
  const operation = 'Mutation.startSealUpload';
  const issuer = await issuerWithin(ctx, operation, input.issuerId);
  const name = readName(input.name);
  if (Array.from(input.fileName).length > MAX_FILE_NAME) throw badInput('fileName', 'too_long', { max: MAX_FILE_NAME });
  if (!/\.png$/iu.test(input.fileName)) throw wrongFileType('fileName', ['png']);
  if (input.size > MAX_FILE_BYTES) throw badInput('size', 'file_too_large', { max: MAX_FILE_BYTES });
  const { widthMm } = input;
  if (widthMm !== null && !(widthMm >= WIDTHS.min && widthMm <= WIDTHS.max))
    throw badInput('widthMm', 'out_of_range', WIDTHS);
  const { account, role } = ctx.claims;
  const id = await runCommand(ctx, operation, commandId, input, async (em) => {
    const file = { name: input.fileName, kind: 'seal-picture', accountId: account, size: input.size };
    const seal = {
      id: newId(),
      issuer_id: issuer.id,
      division: issuer.division,
      name,
      origin: SealOrigin.uploaded,
      file_id: await ctx.files.announce(em, file),
      width_mm: widthMm,
      created_at: ctx.clock.instant(),
      created_by: account,
      created_role: role,
    };
    await insertSeal(em, seal);
    return { outcome: seal.id, subject: seal.id };
  });
  return written(ctx, id);
}

/** Mutation.drawSeal: for demonstrations. */
export async function draw(ctx: CertificatesCtx, commandId: string, issuerId: string): Promise<Seal> {
  const operation = 'Mutation.drawSeal';
  const issuer = await issuerWithin(ctx, operation, issuerId);
  const name = `${issuer.name}预防接种专用章（演示）`;
  const picture = await drawSeal(issuer.name);
  const { account, role } = ctx.claims;
  const id = await runCommand(ctx, operation, commandId, { issuerId }, async (em) => {
    const seal = {
      id: newId(),
      issuer_id: issuer.id,
      division: issuer.division,
      name,
      origin: SealOrigin.drawn,
      file_id: null,
      width_mm: null,
      created_at: ctx.clock.instant(),
      created_by: account,
      created_role: role,
    };
    await insertSeal(em, seal);
    const row = await lockSeal(em, seal.id);
    const fault = row && (await finishSeal(em, ctx, row, picture));
    if (fault) throw new Error('the drawn seal is no picture of a seal');
    return { outcome: seal.id, subject: seal.id };
  });
  return written(ctx, id);
}

/** A seal of the superior's area. @throws FORBIDDEN, the same as for none */
async function sealWithin(ctx: CertificatesCtx, operation: string, sealId: string): Promise<SealRow> {
  const [found] = isUuid(sealId) ? await findSeals(ctx.em, [sealId], sealReach(ctx, operation)) : [];
  if (!found) throw forbidden();
  return found;
}

/** Mutation.withdrawSeal. */
export async function withdraw(
  ctx: CertificatesCtx,
  commandId: string,
  input: { sealId: string; reason: string; renewFiles: boolean },
): Promise<Seal> {
  const operation = 'Mutation.withdrawSeal';
  await sealWithin(ctx, operation, input.sealId);
  const reason = input.reason.trim();
  if (reason === '') throw badInput('reason', 'required');
  if (Array.from(reason).length > MAX_REASON) throw badInput('reason', 'too_long', { max: MAX_REASON });
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const at = ctx.clock.instant();
    const end = { state: 'withdrawn' as const, by: ctx.claims.account, at, reason };
    if (!(await endSeal(em, input.sealId, end)))
      throw new MiaobenError('CONFLICT', { field: 'sealId', reason: 'wrong_state' });
    await endGrants(em, input.sealId, end.by, at);
    await queueWithdrawals(em, 'seal', [input.sealId], 'seal_withdrawn', at);
    const renewed = input.renewFiles ? await renewFilesOfSeal(em, input.sealId, ctx.claims.account, at) : 0;
    return { outcome: null, subject: input.sealId, detail: { renewed } };
  });
  return written(ctx, input.sealId);
}

/** Mutation.grantSeal and Mutation.withdrawSealGrant. @param grantee id of an account of the issuer, or `service:certificates` */
export async function changeGrant(
  ctx: CertificatesCtx,
  commandId: string,
  sealId: string,
  grantee: string,
  isGiven: boolean,
): Promise<Seal> {
  const operation = isGiven ? 'Mutation.grantSeal' : 'Mutation.withdrawSealGrant';
  const seal = await sealWithin(ctx, operation, sealId);
  await runCommand(ctx, operation, commandId, { sealId, grantee }, async (em) => {
    // What was given can always be taken away, also from an account that works elsewhere by now.
    if (isGiven && grantee !== PLATFORM) await requireStaffOf(ctx, seal.issuer_id, grantee);
    const row = await lockSeal(em, sealId);
    if (row?.state !== 'active') throw new MiaobenError('CONFLICT', { field: 'sealId', reason: 'wrong_state' });
    const at = ctx.clock.instant();
    const by = ctx.claims.account;
    const changed = isGiven ? await addGrant(em, sealId, grantee, by, at) : await endGrant(em, sealId, grantee, by, at);
    if (!changed)
      throw new MiaobenError('CONFLICT', { field: 'grantee', reason: isGiven ? 'duplicate' : 'already_decided' });
    return { outcome: null, subject: sealId, detail: { grantee } };
  });
  return written(ctx, sealId);
}
