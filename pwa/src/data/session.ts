import { signal } from '@preact/signals';
import { clearStores, openStore, seal, unseal } from '../offline/store.ts';
import { RefreshSession, type Role, SignIn, type SignInMutation, SignOut } from './generated/session.ts';
import { type Answer, post } from './post.ts';

/** Who works here. Kept (encrypted) over reloads, so that what is on the device can be read without a network. */
export interface Account {
  id: string;
  displayName: string;
  role: Role;
  realNameVerified: boolean;
}

type WireSession = SignInMutation['signIn'];
interface Token {
  value: string;
  expiresAt: number;
}

/** `undefined` until the device was asked, `null` when nobody is signed in. */
export const account = signal<Account | null | undefined>(undefined);

// In memory only: a reload asks for a new one with the HttpOnly refresh cookie.
let token: Token | null = null;

const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('miaoben-session');
const isFresh = (candidate: Token | null): candidate is Token =>
  candidate !== null && candidate.expiresAt - Date.now() > 30_000;

tabs?.addEventListener('message', ({ data }: MessageEvent<{ signedOut?: true; account?: string; token?: Token }>) => {
  if (data.signedOut) {
    token = null;
    account.value = null;
  } else if (data.token && data.account === account.peek()?.id) {
    token = data.token;
  }
});

/** The access token, if one is held and lives for another 30 s. */
export const accessToken = (): string | null => (isFresh(token) ? token.value : null);

async function take(session: WireSession): Promise<Account> {
  const holder = session.account;
  const db = await openStore();
  const before = await db.get('session', 'current');
  const known = before ? await unseal<Account>(before) : null;
  if (known && known.id !== holder.id) await clearStores(['snapshots']);
  await db.put('session', await seal(holder), 'current');
  token = { value: session.accessToken, expiresAt: Date.parse(session.expiresAt) };
  account.value = holder;
  tabs?.postMessage({ account: holder.id, token });
  return holder;
}

/** Reads who was signed in on this device. @returns null when nobody is */
export async function restoreAccount(): Promise<Account | null> {
  const held = await (await openStore()).get('session', 'current');
  account.value = held ? await unseal<Account>(held) : null;
  return account.value;
}

/** Signs in. Errors: WRONG_CREDENTIALS, ACCOUNT_LOCKED (`until`), ACCOUNT_DISABLED, RATE_LIMITED. */
export async function signIn(login: string, password: string): Promise<Answer<Account>> {
  const answer = await post(SignIn, { account: login, password });
  return answer.ok ? { ok: true, data: await take(answer.data.signIn) } : answer;
}

/** Takes over a session that another mutation opened (registration). */
export const adoptSession = take;

let refreshing: Promise<'ok' | 'offline' | 'ended'> | undefined;

/**
 * Gets a new access token with the refresh cookie. One at a time in this tab and over all tabs (Web Locks): the cookie
 * is used once, a later second use would look like a theft and end the session.
 * @returns `ended` when the server refuses it: the user must sign in again
 */
export function refreshSession(): Promise<'ok' | 'offline' | 'ended'> {
  refreshing ??= navigator.locks
    .request('miaoben-refresh', async () => {
      if (accessToken()) return 'ok';
      const answer = await post(RefreshSession, {});
      if (answer.ok) {
        await take(answer.data.refreshSession);
        return 'ok';
      }
      const isRefused = ['UNAUTHENTICATED', 'WRONG_CREDENTIALS', 'ACCOUNT_DISABLED', 'FORBIDDEN'];
      return isRefused.includes(answer.problem.code) ? 'ended' : 'offline';
    })
    .finally(() => {
      refreshing = undefined;
    });
  return refreshing;
}

/** Forgets an access token that the server no longer takes. */
export function dropToken(): void {
  token = null;
}

/** What must be settled before the device forgets its user; the reason (a catalogue key) when it must not yet. */
export type SignOutGuard = () => Promise<string | null>;
const guards = new Set<SignOutGuard>();

/** Registers a guard, e.g. the outbox with entries not sent yet. @returns unregisters it */
export function beforeSignOut(guard: SignOutGuard): () => void {
  guards.add(guard);
  return () => guards.delete(guard);
}

/**
 * Ends the session on the server and clears what this device holds of it.
 * @param force although a guard objects
 * @returns the objection of a guard; null when signed out
 */
export async function signOut(force = false): Promise<string | null> {
  if (!force) {
    for (const guard of guards) {
      const objection = await guard();
      if (objection) return objection;
    }
  }
  // Off line the cookie outlives this; nothing of the user is left on the device all the same.
  await post(SignOut, {}, accessToken() ?? undefined);
  await endSession();
  return null;
}

/** Forgets the user in every tab, without touching what is on disk. */
export function forgetUser(): void {
  token = null;
  account.value = null;
  tabs?.postMessage({ signedOut: true });
}

/** Forgets the user on this device, the classes taken along too. The outbox is not touched: only its owner may discard what is not sent. */
export async function endSession(): Promise<void> {
  token = null;
  await clearStores(['session', 'snapshots', 'classPacks']);
  forgetUser();
}
