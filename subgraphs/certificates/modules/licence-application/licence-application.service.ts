import {
  audit,
  badInput,
  type Em,
  isUuid,
  MiaobenError,
  newId,
  notFound,
  noticeRequested,
  publish,
  runCommand,
} from '@miaoben/kernel';
import { readWords } from '@miaoben/kernel/words';
import type { CertificatesCtx } from '../../loaders.ts';
import { openValues } from '../licence/licence.entry.ts';
import { ownLicence } from '../licence/licence.own.ts';
import type { LicenceRow } from '../licence/licence.repository.ts';
import { definitionsOf } from '../licence/licence.shape.ts';
import { encodeLicenceId } from '../licence/licence-key.ts';
import { needsStatement, offersOf } from '../licence/licence-offer.ts';
import { hasSecondLicence } from '../licence/licence-query.repository.ts';
import type { LicenceDefinition } from '../licence-type/definition.ts';
import type { LicenceValues } from '../licence-type/definition.validate.ts';
import {
  applicationsOf,
  decideLicenceApplication,
  insertLicenceApplication,
  type LicenceApplicationRow,
  ownApplication,
} from './licence-application.repository.ts';
import { after, kindWord, readGiven, withoutImages } from './licence-application.rules.ts';
import { type LicenceApplicationContent, sealContent, shapeLicenceApplication } from './licence-application.shape.ts';
import type { LicenceApplication, LicenceApplicationInput } from './licence-application.type.ts';

const MOST = 100;
const OPERATION = 'Mutation.applyForLicence';

async function shapeOwn(ctx: CertificatesCtx, rows: readonly LicenceApplicationRow[]): Promise<LicenceApplication[]> {
  const definitions = await definitionsOf(ctx.em, rows);
  return rows.map((row) => shapeLicenceApplication(ctx.keyring, row, definitions.type(row), 'full'));
}

/** Query.myLicenceApplications: newest first, with state and reasons. */
export async function readMyLicenceApplications(ctx: CertificatesCtx): Promise<LicenceApplication[]> {
  const rows = await applicationsOf(ctx.em, ctx.claims.account, MOST);
  await audit(ctx.em, ctx.claims, 'Query.myLicenceApplications', undefined, { rows: rows.length });
  return shapeOwn(ctx, rows);
}

/** @throws NOT_FOUND of another account, the same as for none */
async function own(ctx: CertificatesCtx, id: string): Promise<LicenceApplication> {
  const row = isUuid(id) ? await ownApplication(ctx.em, id, ctx.claims.account) : undefined;
  const [shaped] = row ? await shapeOwn(ctx, [row]) : [];
  if (!shaped) throw notFound();
  return shaped;
}

/** @throws BAD_INPUT statement: required of a replacement and a cancellation; too_long, suspicious_characters */
function readStatement({ kind, statement }: LicenceApplicationInput): string | null {
  return needsStatement(kind) || statement?.trim() ? readWords(statement ?? '', 'input.statement') : null;
}

/** What is asked of the licence, as it will be stored. @throws BAD_INPUT; CONFLICT wrong_state: it may not be asked for (now) */
function contentOf(
  definition: LicenceDefinition,
  licence: Parameters<typeof offersOf>[1],
  values: LicenceValues,
  input: LicenceApplicationInput,
  today: string,
): LicenceApplicationContent {
  const offer = offersOf(definition, licence, today).find(({ kind }) => kind === input.kind);
  if (!offer) throw new MiaobenError('CONFLICT', { field: 'input.kind', reason: 'wrong_state' });
  const statement = readStatement(input);
  const read = readGiven(definition, offer, values, input.values, today);
  if (!read.ok) throw badInput(read.field === null ? 'input.values' : `input.values.${read.field}`, read.reason);
  return {
    holderName: String(values[definition.core.holderName] ?? ''),
    statement,
    given: read.given,
    before: withoutImages(definition, values),
    after: null,
  };
}

/** @throws CONFLICT input.licenceId duplicate: an expired one beside another one in force (J-48) */
async function refuseSecond(em: Em, licence: LicenceRow): Promise<void> {
  const { type_code: type, holder_document_blind: holderDocumentBlind, business_key: businessKey } = licence;
  if (licence.state === 'expired' && (await hasSecondLicence(em, type, { holderDocumentBlind, businessKey })))
    throw new MiaobenError('CONFLICT', { field: 'input.licenceId', reason: 'duplicate', part: 'licence' });
}

/**
 * Mutation.applyForLicence: a holder asks for the extension, change, replacement or cancellation of an own licence; the desk of the
 * area it belongs to is told.
 * @throws NOT_FOUND no licence of the caller's checked document; BAD_INPUT; CONFLICT wrong_state, duplicate (one of the kind is open, or the
 * holder has another one in force)
 */
export async function applyForLicence(
  ctx: CertificatesCtx,
  commandId: string,
  input: LicenceApplicationInput,
): Promise<LicenceApplication> {
  const licence = await ownLicence(ctx, input.licenceId);
  if (!licence) throw notFound();
  const definition = (await definitionsOf(ctx.em, [licence]))(licence);
  const values = openValues(ctx.keyring, licence.sealed);
  const id = await runCommand(ctx, OPERATION, commandId, input, async (em) => {
    if (input.kind === 'extension') await refuseSecond(em, licence);
    const content = contentOf(definition, licence, values, input, ctx.clock.today());
    const row = {
      id: newId(),
      kind: input.kind,
      type_code: licence.type_code,
      type_version: licence.type_version,
      licence_id: licence.licence_id,
      number: licence.number,
      issuer_name: licence.issuer_name,
      division: licence.division,
      account_id: ctx.claims.account,
      sealed: sealContent(ctx.keyring, content),
    };
    if (!(await insertLicenceApplication(em, row, ctx.clock.instant())))
      throw new MiaobenError('CONFLICT', { field: 'input.kind', reason: 'duplicate' });
    await publish(em, [
      noticeRequested(ctx, 'licence_application_submitted', { desk: licence.division }, row.id, {
        licence: definition.name.zh,
        kind: kindWord(input.kind),
        number: licence.number,
      }),
    ]);
    return { outcome: row.id, subject: row.id, detail: { kind: input.kind, licence: licence.licence_id } };
  });
  return own(ctx, id);
}

/** Mutation.withdrawLicenceApplication: by its holder, until it is decided. @throws NOT_FOUND; CONFLICT already_decided */
export async function withdrawLicenceApplication(
  ctx: CertificatesCtx,
  commandId: string,
  id: string,
): Promise<LicenceApplication> {
  await own(ctx, id);
  const { account } = ctx.claims;
  await runCommand(ctx, 'Mutation.withdrawLicenceApplication', commandId, { id }, async (em) => {
    const row = await ownApplication(em, id, account, true);
    if (!row) throw notFound();
    if (after(row.state, 'withdraw') === null)
      throw new MiaobenError('CONFLICT', { field: 'id', reason: 'already_decided' });
    await decideLicenceApplication(em, id, {
      state: 'withdrawn',
      by: account,
      at: ctx.clock.instant(),
      reason: null,
      sealed: row.sealed,
      typeVersion: row.type_version,
    });
    return { outcome: true, subject: id };
  });
  return own(ctx, id);
}

/** Tells the holder what became of an application; the notice opens the licence. */
export async function tellHolder(
  em: Em,
  ctx: CertificatesCtx,
  row: LicenceApplicationRow,
  licence: string,
  became: 'taken_up' | 'granted' | { readonly refused: string },
): Promise<void> {
  const subject = encodeLicenceId({ typeCode: row.type_code, licenceId: row.licence_id });
  const recipient = { accountId: row.account_id };
  const params = { licence, kind: kindWord(row.kind) };
  await publish(em, [
    typeof became === 'object'
      ? noticeRequested(ctx, 'licence_application_refused', recipient, subject, { ...params, reason: became.refused })
      : noticeRequested(ctx, `licence_application_${became}`, recipient, subject, params),
  ]);
}
