import { makeAccessCode, maskName, readAccessCode, toHex } from '@miaoben/credential';
import {
  audit,
  type Em,
  isUuid,
  MiaobenError,
  newId,
  noticeRequested,
  openIdentity,
  runCommand,
} from '@miaoben/kernel';
import type { CredentialUsed } from '@miaoben/schema';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { CertificatesCtx } from '../../loaders.ts';
import { reachableHolder } from '../holder/holder.reach.ts';
import { findHolders, type HolderRow } from '../holder/holder.repository.ts';
import { namesOf } from '../organisation/organisation.repository.ts';
import {
  type AccessCodeRow,
  codesOf,
  insertAccessCode,
  lockByToken,
  madeBy,
  markOpened,
  markRefused,
  openedBy,
} from './access-code.repository.ts';
import type { AccessCode, AccessCodeOpening, AccessPurpose, OpenedRecord, OpeningState } from './access-code.type.ts';
import { openedHistory } from './opened-history.client.ts';

/** Life of a code that nobody opened, and how long its opener may read on; milliseconds. */
const VALID_FOR = 5 * 60_000;
const READABLE_FOR = 30 * 60_000;
const SHOWN = 20;
const SEALED = 'access_code.token';
/** Tries a minute of one account; 128 random bits are not guessed at any rate. */
const limiter = new RateLimiterMemory({ points: 20, duration: 60 });

function shape(ctx: CertificatesCtx, row: AccessCodeRow, openedOrgName: string | null): AccessCode {
  const isAlive = row.opened_at === null && Date.parse(row.expires_at) > ctx.clock.instant().getTime();
  return {
    id: row.id,
    purpose: row.purpose,
    code: isAlive ? ctx.keyring.open(row.token_sealed, SEALED) : null,
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
    openedAt: row.opened_at === null ? null : new Date(row.opened_at),
    openedBy: openedOrgName ?? row.opened_role,
    refused: row.refused,
    refusedAt: row.refused_at === null ? null : new Date(row.refused_at),
  };
}

const blindOf = ({ keyring }: CertificatesCtx, code: string): string => {
  const token = readAccessCode(code);
  // What is no code is looked up too: its answer must not come sooner than that of an unknown one.
  return keyring.blind(SEALED, token ? toHex(token) : '');
};

/** Mutation.makeAccessCode. @throws FORBIDDEN outside the reach */
export async function makeCode(
  ctx: CertificatesCtx,
  commandId: string,
  personId: string,
  purpose: AccessPurpose,
): Promise<AccessCode> {
  const operation = 'Mutation.makeAccessCode';
  await reachableHolder(ctx, operation, personId);
  // The code itself is no outcome: outcomes are stored as they are.
  const id = await runCommand(ctx, operation, commandId, { personId, purpose }, async (em) => {
    const code = makeAccessCode();
    const made = newId();
    const at = ctx.clock.instant();
    await insertAccessCode(
      em,
      {
        person_id: personId,
        id: made,
        account_id: ctx.claims.account,
        purpose,
        token_sealed: ctx.keyring.seal(code, SEALED),
        token_blind: blindOf(ctx, code),
      },
      at,
      new Date(at.getTime() + VALID_FOR),
    );
    return { outcome: made, subject: personId, detail: { purpose } };
  });
  const [row] = await madeBy(ctx.em, ctx.claims.account, [id]);
  if (!row) throw new MiaobenError('NOT_FOUND');
  return shape(ctx, row, null);
}

/** Query.accessCodes: the latest ones the caller made for a child. @throws FORBIDDEN outside the reach */
export async function readCodes(ctx: CertificatesCtx, personId: string): Promise<AccessCode[]> {
  await reachableHolder(ctx, 'Query.accessCodes', personId);
  const rows = await codesOf(ctx.em, ctx.claims.account, personId, SHOWN);
  return rows.map((row) => shape(ctx, row, row.opened_org_name));
}

async function tell(ctx: CertificatesCtx, em: Em, row: AccessCodeRow, holder: HolderRow) {
  const { claims, keyring } = ctx;
  const { name } = openIdentity(keyring, holder.sealed);
  const organisation = claims.organisation && (await namesOf(em, [claims.organisation])).get(claims.organisation);
  const used: CredentialUsed = {
    type: 'credential.used',
    useId: newId(),
    licenceType: 'vaccination_certificate',
    certificateId: null,
    birthDate: holder.birth_date,
    use: 'fetched',
    organisationId: claims.organisation ?? null,
    system: null,
    divisionCode: claims.divisions[0] ?? null,
    at: ctx.clock.instant().toISOString(),
  };
  const notice = noticeRequested(ctx, 'access_code_opened', { accountId: row.account_id }, row.person_id, {
    name: maskName(name),
    who: organisation ?? claims.role,
  });
  return [used, notice];
}

function stateOf(row: AccessCodeRow | undefined, at: Date): OpeningState {
  if (!row) return 'unknown';
  if (row.opened_at !== null) return 'used';
  return Date.parse(row.expires_at) <= at.getTime() ? 'expired' : 'opened';
}

/**
 * Mutation.openAccessCode: the first who scans it in time is bound to it; anybody later is refused, and the holder sees that.
 * A replay of the same command gives the same opening. @throws RATE_LIMITED, UNAVAILABLE
 */
export async function openCode(ctx: CertificatesCtx, commandId: string, code: string): Promise<AccessCodeOpening> {
  const operation = 'Mutation.openAccessCode';
  const { claims } = ctx;
  await limiter.consume(claims.account).catch(() => {
    throw new MiaobenError('RATE_LIMITED');
  });
  const { state, id } = await runCommand<{ state: OpeningState; id: string | null }>(
    ctx,
    operation,
    commandId,
    { code },
    async (em) => {
      const at = ctx.clock.instant();
      const row = await lockByToken(em, blindOf(ctx, code));
      const [holder] = row ? await findHolders(em, [row.person_id], { kind: 'all' }) : [];
      const state = stateOf(holder && row, at);
      const result = { outcome: { state, id: state === 'opened' ? (row?.id ?? null) : null }, detail: { state } };
      if (!row || !holder) return result;
      if (state === 'used') await markRefused(em, row, at);
      if (state !== 'opened') return { ...result, subject: row.person_id };
      await markOpened(em, row, claims, at);
      return { ...result, subject: row.person_id, events: await tell(ctx, em, row, holder) };
    },
  );
  return { state, record: id === null ? null : await openedRecord(ctx, id) };
}

/** Query.openedRecord: null for any account but the opener's, and half an hour after the opening. */
export async function openedRecord(ctx: CertificatesCtx, id: string): Promise<OpenedRecord | null> {
  if (!isUuid(id)) return null;
  const since = new Date(ctx.clock.instant().getTime() - READABLE_FOR);
  const row = await openedBy(ctx.em, id, ctx.claims.account, since);
  const [holder] = row ? await findHolders(ctx.em, [row.person_id], { kind: 'all' }) : [];
  if (!row || !holder || row.opened_at === null) return null;
  const { name, documentNumber } = openIdentity(ctx.keyring, holder.sealed);
  const openedAt = new Date(row.opened_at);
  const doses =
    row.purpose === 'identity' ? [] : await openedHistory(ctx, row.person_id, (ids) => namesOf(ctx.em, ids));
  await audit(ctx.em, ctx.claims, 'Query.openedRecord', row.person_id, { purpose: row.purpose });
  return {
    id,
    personId: row.person_id,
    purpose: row.purpose,
    openedAt,
    readableUntil: new Date(openedAt.getTime() + READABLE_FOR),
    name,
    sex: holder.sex,
    birthDate: holder.birth_date,
    maskedDocument: documentNumber && `${documentNumber.slice(0, 4)}************${documentNumber.slice(-2)}`,
    doses,
  };
}
