import type { Claims } from '@miaoben/kernel';

/** What the gateway carries through one request. */
export interface GatewayContext {
  claims: Claims;
  authorization: string | undefined;
  cookie: string | undefined;
  requestId: string;
  clientAddress: string | undefined;
  userAgent: string | undefined;
  acceptLanguage: string | undefined;
  /** `Set-Cookie` lines that identity answered with */
  setCookies: string[];
  /** counted over the whole request, sent out as `Server-Timing` so that tests can hold the budget */
  tally: { fetches: number; statements: number };
}
