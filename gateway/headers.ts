/** Where the bridge of a fingerprint reader answers on the computer of a clinic (H-10, docs/fingerprint-bridge.md). */
export const FINGERPRINT_BRIDGE = 'http://127.0.0.1:47114';

/** Headers of every answer to a browser. No inline script or style, nothing from other origins (design section 5). */
export const SECURITY_HEADERS: Record<string, string> = {
  'content-security-policy': [
    "default-src 'self'",
    // The camera decoder is WebAssembly.
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    // Only what the page itself has fetched and shows: the sealed file of a certificate.
    'frame-src blob:',
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=()',
};

/** The headers of an answer: the pages of the clinic may reach the fingerprint reader of their computer as well, no other page may. */
export function securityHeaders(path: string): Record<string, string> {
  if (!/^\/clinic(\/|$)/.test(path)) return SECURITY_HEADERS;
  const name = 'content-security-policy';
  const policy =
    SECURITY_HEADERS[name]?.replace("connect-src 'self'", `connect-src 'self' ${FINGERPRINT_BRIDGE}`) ?? '';
  return { ...SECURITY_HEADERS, [name]: policy };
}
