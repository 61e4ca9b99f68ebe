import {
  audit,
  badInput,
  forbidden,
  isUuid,
  MiaobenError,
  newId,
  notFound,
  openIdentity,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { reachOf } from '../../scope.ts';
import { decodeCertificateId } from '../certificate/certificate-key.ts';
import { findDocuments } from '../document/document.repository.ts';
import { reachableHolder } from '../holder/holder.reach.ts';
import { FileFormat } from '../seal/seal.type.ts';
import { tellRecipient } from './handover.notice.ts';
import {
  type HandoverRow,
  handoverOfFamily,
  handoversOf,
  openingsOf,
  ownSchools,
  putHandover,
  receivedBefore,
  recipientById,
  recipientsLike,
  takeBack,
} from './handover.repository.ts';
import { DAYS, isToRenew, lastDay, stateOf } from './handover.rules.ts';
import {
  type DocumentHandover,
  type HandoverPurpose,
  type HandoverRecipient,
  HandoverState,
  type ReceivedDocumentPage,
} from './handover.type.ts';

const SHOWN = 50;
const OPENINGS = 20;
const MAX_FOUND = 20;
const LONGEST_SEARCH = 50;

async function shapeAll(ctx: CertificatesCtx, rows: readonly HandoverRow[]): Promise<DocumentHandover[]> {
  if (rows.length === 0) return [];
  const openings = Map.groupBy(await openingsOf(ctx.em, rows, OPENINGS), (row) => row.handover_id);
  const today = ctx.clock.today();
  const states = new Map(rows.map((row) => [row, stateOf(row, today, ctx.clock.instant())]));
  return [...states].map(([row, state]) => ({
    id: row.id,
    documentId: row.document_id,
    recipientId: row.organisation_id,
    recipient: row.organisation_name ?? '',
    purpose: row.purpose,
    state,
    isToRenew: isToRenew(row, state, today),
    givenAt: new Date(row.given_at),
    openUntil: row.open_until,
    takenBackAt: row.taken_back_at === null ? null : new Date(row.taken_back_at),
    opened: row.opened,
    openings: (openings.get(row.id) ?? []).map(({ id, at, format }) => ({
      id,
      at: new Date(at),
      format: FileFormat[format],
    })),
  }));
}

async function written(ctx: CertificatesCtx, id: string): Promise<DocumentHandover> {
  const row = await handoverOfFamily(ctx.em, id, ctx.claims.account);
  const [shaped] = row ? await shapeAll(ctx, [row]) : [];
  if (!shaped) throw notFound();
  return shaped;
}

/** Query.documentHandovers: of a certificate's files and those before it, the latest 50. @throws FORBIDDEN outside the reach */
export async function readHandovers(ctx: CertificatesCtx, certificateId: string): Promise<DocumentHandover[]> {
  const key = decodeCertificateId(certificateId);
  if (!key) throw forbidden();
  await reachableHolder(ctx, 'Query.documentHandovers', key.personId);
  return shapeAll(ctx, await handoversOf(ctx.em, key.personId, key.certificateId, ctx.clock.today(), SHOWN));
}

/**
 * Query.handoverRecipients: the child's own schools, or by two characters of the name those of the prefecture where it lives.
 * @throws FORBIDDEN outside the reach
 */
export async function findRecipients(
  ctx: CertificatesCtx,
  personId: string,
  text: string | null,
): Promise<HandoverRecipient[]> {
  const holder = await reachableHolder(ctx, 'Query.handoverRecipients', personId);
  const today = ctx.clock.today();
  const wanted = (text ?? '').trim().slice(0, LONGEST_SEARCH);
  const own = await ownSchools(ctx.em, personId, today);
  const ids = new Set(own.map(({ id }) => id));
  const rows =
    wanted === ''
      ? own
      : Array.from(wanted).length < 2
        ? []
        : await recipientsLike(ctx.em, wanted, holder.division.slice(0, 6), today, MAX_FOUND);
  return rows.map(({ id, name }) => ({ id, name, isOwnSchool: ids.has(id) }));
}

/**
 * Mutation.handOverDocument: the holder gives a sealed file to a school or unit for some days.
 * @throws FORBIDDEN outside the reach; BAD_INPUT days (out_of_range), organisationId (no_match); CONFLICT documentId wrong_state
 */
export async function handOver(
  ctx: CertificatesCtx,
  commandId: string,
  input: { documentId: string; organisationId: string; purpose: HandoverPurpose; days: number },
): Promise<DocumentHandover> {
  const operation = 'Mutation.handOverDocument';
  const { documentId, organisationId, purpose, days } = input;
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const [document] = isUuid(documentId) ? await findDocuments(ctx.em, [documentId], reach) : [];
  if (!document) throw forbidden();
  if (days < DAYS.min || days > DAYS.max) throw badInput('days', 'out_of_range', { ...DAYS });
  const today = ctx.clock.today();
  if (!isUuid(organisationId) || !(await recipientById(ctx.em, organisationId, today)))
    throw badInput('organisationId', 'no_match');
  const id = await runCommand(ctx, operation, commandId, input, async (em) => {
    const at = ctx.clock.instant();
    const row = {
      person_id: document.person_id,
      id: newId(),
      document_id: document.id,
      account_id: ctx.claims.account,
      organisation_id: organisationId,
      purpose,
      open_until: lastDay(today, days),
    };
    const stored = await putHandover(em, row, at);
    const made = await handoverOfFamily(em, stored, ctx.claims.account);
    if (!made || stateOf(made, today, at) !== HandoverState.open)
      throw new MiaobenError('CONFLICT', { field: 'documentId', reason: 'wrong_state' });
    // Given once more, it is there already.
    if (stored === row.id) await tellRecipient(em, ctx, row);
    return { outcome: stored, subject: document.person_id, detail: { organisation: organisationId, purpose, days } };
  });
  return written(ctx, id);
}

/** Mutation.takeBackHandover. @throws FORBIDDEN outside the reach, the same as for none; CONFLICT already_decided */
export async function takeBackHandover(ctx: CertificatesCtx, commandId: string, id: string): Promise<DocumentHandover> {
  const { account } = ctx.claims;
  const row = isUuid(id) ? await handoverOfFamily(ctx.em, id, account) : undefined;
  if (!row) throw forbidden();
  await runCommand(ctx, 'Mutation.takeBackHandover', commandId, { id }, async (em) => {
    if (!(await takeBack(em, row, ctx.clock.instant())))
      throw new MiaobenError('CONFLICT', { field: 'id', reason: 'already_decided' });
    return { outcome: true, subject: row.person_id, detail: { organisation: row.organisation_id } };
  });
  return written(ctx, id);
}

/** Query.receivedDocuments: what stands open in the hands of the caller's school or unit; each page is an audit line. */
export async function readReceived(
  ctx: CertificatesCtx,
  first: number,
  after: string | null,
): Promise<ReceivedDocumentPage> {
  const { organisation } = ctx.claims;
  if (!organisation) throw forbidden();
  const page = pageRequest(first, after, 1);
  const key = page.key?.[0];
  const before = typeof key === 'string' && isUuid(key) ? key : null;
  const moment = { today: ctx.clock.today(), now: ctx.clock.instant() };
  const rows = await receivedBefore(ctx.em, organisation, moment, before, page.limit);
  await audit(ctx.em, ctx.claims, 'Query.receivedDocuments', undefined, { rows: Math.min(rows.length, first) });
  return toPage(
    rows,
    page,
    (row) => [row.id],
    (row) => ({
      id: row.id,
      holderName: openIdentity(ctx.keyring, row.sealed).name,
      birthDate: row.birth_date,
      purpose: row.purpose,
      givenAt: new Date(row.given_at),
      openUntil: row.open_until,
      openedAt: row.opened_at === null ? null : new Date(row.opened_at),
    }),
  );
}
