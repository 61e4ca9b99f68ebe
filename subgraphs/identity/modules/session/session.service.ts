import { parsePhone } from '@miaoben/identifiers';
import { audit, type Claims, type Em, MiaobenError } from '@miaoben/kernel';
import type { IdentityCtx } from '../../loaders.ts';
import { AccountEntity } from '../account/account.entity.ts';
import { accountsById } from '../account/account.repository.ts';
import { accountScope } from '../account/account.scope.ts';
import { blindPhone } from '../account/account.sealing.ts';
import { claimsOf, issueAccessToken } from '../key/access-token.ts';
import { signInFailures } from './address-limit.ts';
import { forgetFailures, lockKey, recordFailure, refuseWhenLocked } from './lock-out.ts';
import { verifyPassword } from './password.ts';
import { clearRefreshCookie, refreshCookie, setRefreshCookie } from './refresh-cookie.ts';
import { createSession, endSession, rotateToken, sessionOfToken } from './session.repository.ts';
import type { Session } from './session.type.ts';

async function findAccount(ctx: IdentityCtx, given: string): Promise<{ account: AccountEntity | null; key: string }> {
  const typed = given.normalize('NFKC').trim().toLowerCase().slice(0, 200);
  const phone = parsePhone(typed);
  const where =
    phone.ok && phone.value.kind === 'mobile'
      ? { phoneBlind: blindPhone(ctx.keyring, phone.value.number) }
      : { login: typed };
  // Partners have no screen: their secret opens the token endpoint only.
  const account = await ctx.em.findOne(AccountEntity, { ...where, role: { $ne: 'partner' } });
  return { account, key: lockKey(account?.id, ctx.keyring.blind('sign-in', typed)) };
}

const signedIn = (account: AccountEntity, session?: string): Claims => claimsOf(account, session);

/** Makes the caller of the rest of this document the account: the policy then shows it its own fields. */
async function answer(
  ctx: IdentityCtx,
  account: AccountEntity,
  sessionId: string | undefined,
  confirmedAt?: number,
): Promise<Session> {
  ctx.claims = { ...signedIn(account, sessionId), confirmedAt };
  const [shown] = await accountsById(ctx.em, ctx.keyring, accountScope(ctx.claims), [account.id]);
  if (!shown) throw new Error('an account that just signed in is gone');
  return { ...(await issueAccessToken(ctx.em, ctx.keyring, ctx.claims)), account: shown };
}

/** Opens a session for an account whose holder has just proved who it is, in the caller's transaction. */
export async function openSession(ctx: IdentityCtx, em: Em, account: AccountEntity) {
  const session = await createSession(em, account, { address: ctx.clientAddress, userAgent: ctx.userAgent });
  await em.nativeUpdate(AccountEntity, { id: account.id }, { lastSignInAt: new Date() });
  return session;
}

export async function startSession(ctx: IdentityCtx, account: AccountEntity, operation: string): Promise<Session> {
  const session = await ctx.em.fork().transactional(async (inner) => {
    const em = inner as Em;
    await forgetFailures(em, account.id);
    if (account.state !== 'normal') throw new MiaobenError('ACCOUNT_DISABLED');
    const opened = await openSession(ctx, em, account);
    await audit(em, signedIn(account, opened.id), operation, account.id);
    return opened;
  });
  setRefreshCookie(ctx, session.token, session.expiresAt);
  return answer(ctx, account, session.id);
}

/**
 * Signs in with login (or phone number of a guardian) and password.
 * @throws WRONG_CREDENTIALS · ACCOUNT_LOCKED (with `until`) · ACCOUNT_DISABLED, only to who knows the password · RATE_LIMITED
 */
export async function signIn(ctx: IdentityCtx, given: string, password: string): Promise<Session> {
  await signInFailures.check(ctx.clientAddress);
  const { account, key } = await findAccount(ctx, given);
  await refuseWhenLocked(ctx.em, key);
  if (account && (await verifyPassword(account.passwordHash, password))) {
    return startSession(ctx, account, 'Mutation.signIn');
  }
  if (!account) await verifyPassword(undefined, password);
  return fail(ctx, key, 'Mutation.signIn', account?.id);
}

/** Counts a wrong password. @throws WRONG_CREDENTIALS */
async function fail(ctx: IdentityCtx, key: string, operation: string, accountId: string | undefined): Promise<never> {
  await signInFailures.count(ctx.clientAddress);
  await ctx.em.fork().transactional(async (inner) => {
    const em = inner as Em;
    await recordFailure(em, key);
    await audit(em, ctx.claims, operation, accountId, { outcome: 'WRONG_CREDENTIALS' });
  });
  throw new MiaobenError('WRONG_CREDENTIALS');
}

/**
 * The password of who is signed in, again. @returns a token that says when
 * @throws WRONG_CREDENTIALS · ACCOUNT_LOCKED (with `until`) · ACCOUNT_DISABLED · RATE_LIMITED
 */
export async function confirmPassword(ctx: IdentityCtx, password: string): Promise<Session> {
  const operation = 'Mutation.confirmPassword';
  await signInFailures.check(ctx.clientAddress);
  const { account: id, session } = ctx.claims;
  await refuseWhenLocked(ctx.em, id);
  const account = await ctx.em.findOne(AccountEntity, { id });
  if (account?.state !== 'normal') throw new MiaobenError('ACCOUNT_DISABLED');
  if (!(await verifyPassword(account.passwordHash, password))) return fail(ctx, id, operation, id);
  await ctx.em.fork().transactional(async (inner) => {
    const em = inner as Em;
    await forgetFailures(em, id);
    await audit(em, ctx.claims, operation, id);
  });
  return answer(ctx, account, session, Math.floor(Date.now() / 1_000));
}

/**
 * The next access token for the refresh cookie. A cookie works once, for 30 s again while nothing that followed it was used.
 * @throws UNAUTHENTICATED without an open session, and when a replaced cookie comes (the session ends) · ACCOUNT_DISABLED
 */
export async function refreshSession(ctx: IdentityCtx): Promise<Session> {
  const token = refreshCookie(ctx);
  if (!token) throw new MiaobenError('UNAUTHENTICATED');
  const { rotation, account } = await ctx.em.fork().transactional(async (inner) => {
    const em = inner as Em;
    const rotation = await rotateToken(em, token);
    if (rotation.outcome === 'reused') {
      const owner = { ...ctx.claims, account: rotation.accountId, role: rotation.role };
      await audit(em, owner, 'Mutation.refreshSession', rotation.sessionId, { outcome: 'token_reused' });
    }
    if (rotation.outcome !== 'rotated') return { rotation, account: undefined };
    const account = await em.findOneOrFail(AccountEntity, { id: rotation.accountId });
    if (account.state !== 'normal') await endSession(em, rotation.sessionId, 'account_disabled');
    return { rotation, account };
  });
  if (rotation.outcome !== 'rotated' || account?.state !== 'normal') {
    clearRefreshCookie(ctx);
    throw new MiaobenError(account ? 'ACCOUNT_DISABLED' : 'UNAUTHENTICATED');
  }
  setRefreshCookie(ctx, rotation.token, rotation.expiresAt);
  return answer(ctx, account, rotation.sessionId);
}

/** Ends the session of the cookie, or of the token without one. @returns whether one was open; the cookie goes either way */
export async function signOut(ctx: IdentityCtx): Promise<boolean> {
  const token = refreshCookie(ctx);
  const ended = await ctx.em.fork().transactional(async (inner) => {
    const em = inner as Em;
    const sessionId = (token && (await sessionOfToken(em, token))) ?? ctx.claims.session;
    if (!sessionId) return false;
    const open = await endSession(em, sessionId, 'signed_out');
    if (open) await audit(em, ctx.claims, 'Mutation.signOut', sessionId);
    return open;
  });
  clearRefreshCookie(ctx);
  return ended;
}
