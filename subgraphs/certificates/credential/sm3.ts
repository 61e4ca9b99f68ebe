import { sm3 as libSm3 } from 'sm-crypto-v2';
import { type Bytes, fromHex } from './bytes.ts';

/** SM3 digest (GB/T 32905), 32 bytes. */
export function sm3(message: Uint8Array): Bytes {
  return fromHex(libSm3(message));
}

/** HMAC with SM3 (RFC 2104 over GB/T 32905), 32 bytes. The key must not be empty. */
export function hmacSm3(key: Uint8Array, message: Uint8Array): Bytes {
  return fromHex(libSm3(message, { key, mode: 'hmac' }));
}
