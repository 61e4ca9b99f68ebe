/** Life of an access token in seconds: what a revoked account can still do ends with it. */
export const TOKEN_SECONDS = 600;
