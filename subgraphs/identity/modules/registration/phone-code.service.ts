import { randomInt } from 'node:crypto';
import { parsePhone } from '@miaoben/identifiers';
import { badInput, type Em, isUuid, type Keyring, MiaobenError, newId, query } from '@miaoben/kernel';
import type { IdentityCtx } from '../../loaders.ts';
import { blindPhone } from '../account/account.sealing.ts';
import { phoneCodes } from '../session/address-limit.ts';
import type { PhoneCodeTicket } from './registration.type.ts';
import { sendSms } from './sms.port.ts';

const LIFE_MS = 5 * 60_000;
const RESEND_MS = 60_000;
const MAX_TRIES = 5;
const MAX_A_DAY = 10;

const hashOf = (keyring: Keyring, ticket: string, code: string) => keyring.blind('phone_code', `${ticket}\0${code}`);

/**
 * Sends a six-digit code (H-28). Says the same whether the number has an account or not.
 * @throws BAD_INPUT phone · RATE_LIMITED before 60 s passed, after ten codes a day for one phone, or too many from one address · UNAVAILABLE
 */
export async function requestPhoneCode(ctx: IdentityCtx, given: string): Promise<PhoneCodeTicket> {
  const phone = parsePhone(given);
  if (!phone.ok || phone.value.kind !== 'mobile') throw badInput('phone', 'format');
  await phoneCodes.take(ctx.clientAddress);
  const { number } = phone.value;
  const phoneBlind = blindPhone(ctx.keyring, number);
  const now = new Date();
  const ticket = newId();
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const expiresAt = new Date(now.getTime() + LIFE_MS);
  await ctx.em.fork().transactional(async (inner) => {
    const em = inner as Em;
    await query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 9))', [phoneBlind]);
    const [sent] = await query<{ codes: number; last: string | null }>(
      em,
      `select count(*)::int as codes, max(created_at) as last from phone_code
       where phone_blind = $1 and created_at > now() - interval '1 day'`,
      [phoneBlind],
    );
    const wait = sent?.last ? Date.parse(sent.last) + RESEND_MS - now.getTime() : 0;
    if (wait > 0) throw new MiaobenError('RATE_LIMITED', { field: 'phone', retryAfter: Math.ceil(wait / 1_000) });
    if ((sent?.codes ?? 0) >= MAX_A_DAY) throw new MiaobenError('RATE_LIMITED', { field: 'phone', retryAfter: 86_400 });
    await query(
      em,
      'insert into phone_code (id, phone_blind, code_hash, created_at, expires_at) values ($1, $2, $3, $4, $5)',
      [ticket, phoneBlind, hashOf(ctx.keyring, ticket, code), now, expiresAt],
    );
  });
  try {
    await sendSms(ctx.config, number, 'phone_code', code);
  } catch (error) {
    // Not sent, not counted: the user may try again at once.
    await query(ctx.em, 'delete from phone_code where id = $1', [ticket]);
    throw error;
  }
  return { ticket, expiresAt, resendAfter: new Date(now.getTime() + RESEND_MS) };
}

export type CodeVerdict = 'right' | 'wrong' | 'expired';

/**
 * Counts one try of a code and judges it. The count is committed by itself, so that a registration that fails later cannot give
 * the try back, and many tries at a time cannot slip through.
 */
export async function tryCode(ctx: IdentityCtx, ticket: string, phone: string, code: string): Promise<CodeVerdict> {
  if (!isUuid(ticket)) return 'wrong';
  const [row] = await query<{ code_hash: string; phone_blind: string; live: boolean }>(
    ctx.em.fork() as Em,
    `update phone_code set tries = tries + 1 where id = $1 and tries < $2
     returning code_hash, phone_blind, expires_at > now() and used_at is null as live`,
    [ticket, MAX_TRIES],
  );
  if (!row?.live) return 'expired';
  const right =
    row.phone_blind === blindPhone(ctx.keyring, phone) && row.code_hash === hashOf(ctx.keyring, ticket, code);
  return right ? 'right' : 'wrong';
}

/** Takes a code that was right out of use, in the caller's transaction. @throws BAD_INPUT when another request was first */
export async function useCode(em: Em, ticket: string): Promise<void> {
  const used = await query(
    em,
    'update phone_code set used_at = now() where id = $1 and used_at is null and expires_at > now() returning id',
    [ticket],
  );
  if (used.length === 0) throw badInput('input.code', 'phone_code_expired');
}
