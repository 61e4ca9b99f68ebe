/** Errors of the token endpoint (RFC 6749, 5.2). */
export type OAuthError = 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope';

export interface ClientCredentials {
  clientId: string;
  clientSecret: string;
  /** scopes asked for; undefined: all that was granted */
  scope: string[] | undefined;
  /** by which way the client named itself; a refusal answers in kind */
  basic: boolean;
}

const formDecode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

function readBasic(header: string): { clientId: string; clientSecret: string } | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(header)?.[1];
  if (!encoded) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  try {
    // Both parts are form-encoded before they are joined (RFC 6749, 2.3.1).
    return { clientId: formDecode(text.slice(0, colon)), clientSecret: formDecode(text.slice(colon + 1)) };
  } catch {
    return undefined;
  }
}

/** Reads a client_credentials request (RFC 6749, 2.3.1 and 4.4). Parameters sent twice or two ways of naming the client are refused. */
export function readTokenRequest(
  contentType: string | undefined,
  authorization: string | undefined,
  body: string,
): ClientCredentials | { error: OAuthError; basic: boolean } {
  const basic = authorization !== undefined;
  const refuse = (error: OAuthError) => ({ error, basic });
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType ?? '')) return refuse('invalid_request');
  const form = new URLSearchParams(body);
  if ([...form.keys()].some((name, at, all) => all.indexOf(name) !== at)) return refuse('invalid_request');
  const grantType = form.get('grant_type');
  if (!grantType) return refuse('invalid_request');
  if (grantType !== 'client_credentials') return refuse('unsupported_grant_type');
  const inBody = form.get('client_secret');
  if (basic && inBody !== null) return refuse('invalid_request');
  const scope = form.get('scope')?.split(' ').filter(Boolean);
  if (basic) {
    const client = readBasic(authorization);
    return client ? { ...client, scope, basic } : refuse('invalid_client');
  }
  const clientId = form.get('client_id');
  if (!clientId || inBody === null) return refuse('invalid_client');
  return { clientId, clientSecret: inBody, scope, basic };
}
