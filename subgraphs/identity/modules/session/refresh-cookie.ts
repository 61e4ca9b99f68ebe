import type { Ctx } from '@miaoben/kernel';

const COOKIE = 'miaoben_refresh';

/** The refresh token of the request, if it carries one. */
export const refreshCookie = (ctx: Ctx): string | undefined => ctx.cookie(COOKIE) || undefined;

function line(ctx: Ctx, value: string, seconds: number): string {
  const secure = ctx.config.publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${COOKIE}=${value}; Path=/graphql; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`;
}

export function setRefreshCookie(ctx: Ctx, token: string, until: Date): void {
  ctx.setCookies.push(line(ctx, token, Math.max(0, Math.floor((until.getTime() - Date.now()) / 1_000))));
}
export function clearRefreshCookie(ctx: Ctx): void {
  ctx.setCookies.push(line(ctx, '', 0));
}
