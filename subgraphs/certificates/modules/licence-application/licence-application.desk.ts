import {
  audit,
  badInput,
  type Em,
  isUuid,
  MiaobenError,
  notFound,
  type Page,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { type Reach, reachOf } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import type { LicenceApplicationKind } from '@miaoben/schema/licence-definition.ts';
import type { CertificatesCtx } from '../../loaders.ts';
import { openValues } from '../licence/licence.entry.ts';
import { type LicenceRow, lockType } from '../licence/licence.repository.ts';
import { cancelLicence, reviseLicence } from '../licence/licence.revise.ts';
import { definitionsOf } from '../licence/licence.shape.ts';
import { licenceById, lockLicence } from '../licence/licence-query.repository.ts';
import type { LicenceDefinition } from '../licence-type/definition.ts';
import type { LicenceValues } from '../licence-type/definition.validate.ts';
import { allTypes } from '../licence-type/licence-type.repository.ts';
import {
  decideLicenceApplication,
  type LicenceApplicationRow,
  licenceApplicationById,
  listLicenceApplications,
  noteTakenUp,
} from './licence-application.repository.ts';
import {
  after,
  type Grant,
  grantedValues,
  type LicenceApplicationAction,
  withoutImages,
} from './licence-application.rules.ts';
import { tellHolder } from './licence-application.service.ts';
import { isOpen, openContent, sealContent, shapeLicenceApplication } from './licence-application.shape.ts';
import type { LicenceApplication, LicenceApplicationFilter, LicenceGrantInput } from './licence-application.type.ts';

/** Query.licenceApplications: those of the area, newest first, names masked. @throws BAD_INPUT first, after */
export async function findLicenceApplications(
  ctx: CertificatesCtx,
  filter: LicenceApplicationFilter,
  first: number,
  afterCursor: string | null,
): Promise<Page<LicenceApplication>> {
  const reach = reachOf(ctx.scopeOf('Query.licenceApplications'), ctx.claims);
  const request = pageRequest(first, afterCursor, 1);
  const { kind = null, type, states = null } = filter;
  const typeCode = type ? ((await allTypes(ctx.em)).find(({ slug }) => slug === type)?.code ?? '') : null;
  const rows = await listLicenceApplications(ctx.em, { kind, typeCode, states }, reach, request);
  const definitions = await definitionsOf(ctx.em, rows);
  await audit(ctx.em, ctx.claims, 'Query.licenceApplications', undefined, { rows: Math.min(rows.length, first) });
  return toPage(
    rows,
    request,
    (row) => [row.id],
    (row) => shapeLicenceApplication(ctx.keyring, row, definitions.type(row), 'list'),
  );
}

/** @throws NOT_FOUND out of the area or not there */
async function reachable(em: Em, id: string, reach: Reach, isLocked = false): Promise<LicenceApplicationRow> {
  const row = isUuid(id) ? await licenceApplicationById(em, id, reach, isLocked) : undefined;
  if (!row) throw notFound();
  return row;
}

/** An open one is held against the licence as it is now. */
async function shapeWhole(ctx: CertificatesCtx, row: LicenceApplicationRow, reach: Reach): Promise<LicenceApplication> {
  const licence = isOpen(row) ? await licenceById(ctx.em, row.type_code, row.licence_id, reach) : undefined;
  const of = licence ?? row;
  const definitions = await definitionsOf(ctx.em, [of]);
  const current = licence && withoutImages(definitions(licence), openValues(ctx.keyring, licence.sealed));
  return shapeLicenceApplication(ctx.keyring, row, definitions.type(of), 'full', current);
}

/** Query.licenceApplication: one whole, old and new side by side; the look is an audit line. */
export async function findLicenceApplication(ctx: CertificatesCtx, id: string): Promise<LicenceApplication> {
  const reach = reachOf(ctx.scopeOf('Query.licenceApplication'), ctx.claims);
  const row = await reachable(ctx.em, id, reach);
  await audit(ctx.em, ctx.claims, 'Query.licenceApplication', row.id, { kind: row.kind });
  return shapeWhole(ctx, row, reach);
}

/** @throws CONFLICT already_decided; wrong_state: nobody took it up */
function allow(row: LicenceApplicationRow, action: LicenceApplicationAction): void {
  if (after(row.state, action) !== null) return;
  throw new MiaobenError('CONFLICT', { field: 'id', reason: isOpen(row) ? 'wrong_state' : 'already_decided' });
}

type Work = (em: Em, row: LicenceApplicationRow, reach: Reach) => Promise<void>;

/** One act of the desk on one application, under its lock. */
async function act(
  ctx: CertificatesCtx,
  operation:
    | 'Mutation.takeUpLicenceApplication'
    | 'Mutation.grantLicenceApplication'
    | 'Mutation.refuseLicenceApplication',
  action: LicenceApplicationAction,
  commandId: string,
  input: { readonly id: string },
  work: Work,
): Promise<LicenceApplication> {
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const { id } = input;
  await reachable(ctx.em, id, reach);
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const row = await reachable(em, id, reach, true);
    allow(row, action);
    await work(em, row, reach);
    return { outcome: true, subject: id, detail: { kind: row.kind, licence: row.licence_id } };
  });
  return shapeWhole(ctx, await reachable(ctx.em, id, reach), reach);
}

/** Mutation.takeUpLicenceApplication: by whoever works on it from now on. @throws NOT_FOUND; CONFLICT already_decided */
export const takeUp = (ctx: CertificatesCtx, commandId: string, id: string): Promise<LicenceApplication> =>
  act(ctx, 'Mutation.takeUpLicenceApplication', 'take_up', commandId, { id }, async (em, row) => {
    await noteTakenUp(em, id, ctx.claims.account, ctx.clock.instant());
    if (row.state === 'submitted') await tellHolder(em, ctx, row, await nameOf(em, row), 'taken_up');
  });

const nameOf = async (em: Em, row: LicenceApplicationRow): Promise<string> =>
  (await definitionsOf(em, [row]))(row).name.zh;

/** Mutation.refuseLicenceApplication: with words that the holder reads. @throws NOT_FOUND; BAD_INPUT reason; CONFLICT */
export async function refuse(
  ctx: CertificatesCtx,
  commandId: string,
  id: string,
  rawReason: string,
): Promise<LicenceApplication> {
  const reason = readWords(rawReason, 'reason');
  return act(
    ctx,
    'Mutation.refuseLicenceApplication',
    'refuse',
    commandId,
    { id, reason } as { id: string },
    async (em, row) => {
      await decideLicenceApplication(em, id, {
        state: 'refused',
        by: ctx.claims.account,
        at: ctx.clock.instant(),
        reason,
        sealed: row.sealed,
        typeVersion: row.type_version,
      });
      await tellHolder(em, ctx, row, await nameOf(em, row), { refused: reason });
    },
  );
}

/** The licence under the locks a writer needs. @throws CONFLICT wrong_state: out of use since */
async function lockStanding(em: Em, row: LicenceApplicationRow, reach: Reach): Promise<LicenceRow> {
  await lockType(em, row.type_code);
  const licence = await lockLicence(em, row.type_code, row.licence_id, reach);
  if (!licence || licence.valid_flag === 0 || (licence.state !== 'valid' && licence.state !== 'expired'))
    throw new MiaobenError('CONFLICT', { field: 'id', reason: 'wrong_state', part: 'licence' });
  return licence;
}

const NOTED = { extension: 'extended', change: 'changed', replacement: 'replaced' } as const satisfies Partial<
  Record<LicenceApplicationKind, string>
>;

/** What the licence says once it is granted. @throws CONFLICT wrong_state: its type allows the kind no more; BAD_INPUT */
function granted(
  definition: LicenceDefinition,
  row: LicenceApplicationRow,
  values: LicenceValues,
  given: Parameters<typeof grantedValues>[3],
  grant: Grant,
  today: string,
): LicenceValues {
  const application = definition.applications?.find(({ kind }) => kind === row.kind);
  if (!application) throw new MiaobenError('CONFLICT', { field: 'id', reason: 'wrong_state', part: 'licence' });
  const read = grantedValues(definition, application, values, given, grant, today);
  if (!read.ok) throw badInput(`input.${read.field}`, read.reason);
  return read.values;
}

/**
 * Mutation.grantLicenceApplication: the licence is extended, changed, given another number or cancelled in the same transaction.
 * @throws NOT_FOUND; BAD_INPUT input.validTo, input.number, or the field that does not fit; CONFLICT
 */
export function grant(
  ctx: CertificatesCtx,
  commandId: string,
  { id, validTo = null, number = null }: LicenceGrantInput,
): Promise<LicenceApplication> {
  const input = { id, validTo, number };
  return act(ctx, 'Mutation.grantLicenceApplication', 'grant', commandId, input, async (em, row, reach) => {
    const licence = await lockStanding(em, row, reach);
    const definition = (await definitionsOf(em, [licence]))(licence);
    const content = openContent(ctx.keyring, row.sealed);
    const values = openValues(ctx.keyring, licence.sealed);
    const next = granted(definition, row, values, content.given, input, ctx.clock.today());
    const type = { code: licence.type_code, version: licence.type_version, definition };
    const by = { account: ctx.claims.account, reason: content.statement };
    if (row.kind === 'cancellation') await cancelLicence(em, ctx, licence, type, next, { ...by, kind: 'cancelled' });
    else await reviseLicence(em, ctx, licence, type, next, { ...by, kind: NOTED[row.kind] });
    const [before, became] = [values, next].map((one) => withoutImages(definition, one));
    await decideLicenceApplication(em, id, {
      state: 'granted',
      by: ctx.claims.account,
      at: ctx.clock.instant(),
      reason: null,
      sealed: sealContent(ctx.keyring, { ...content, before: before!, after: became! }),
      typeVersion: licence.type_version,
    });
    await tellHolder(em, ctx, row, definition.name.zh, 'granted');
  });
}
