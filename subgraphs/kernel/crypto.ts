import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import * as v from 'valibot';

/** Keys by number; the highest is used for writing, all for reading, so that keys can rotate (J-87). `blind` cannot rotate without a rebuild of the indexes. */
const key = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/i));
const KeyringData = v.object({
  // The number is one byte of the cipher text.
  data: v.pipe(
    v.record(v.pipe(v.string(), v.regex(/^([1-9]\d?|1\d\d|2[0-4]\d|25[0-5])$/)), key),
    v.check((keys) => Object.keys(keys).length > 0),
  ),
  blind: key,
});
export type KeyringData = v.InferOutput<typeof KeyringData>;

export const newKeyring = (): KeyringData => ({
  data: { '1': randomBytes(32).toString('hex') },
  blind: randomBytes(32).toString('hex'),
});

const NONCE = 12;
let drawn = Buffer.alloc(0);
/** Drawn by the thousand: a million rows of an upload ask for one each, and asking the system costs more than the cipher. */
function freshNonce(): Buffer {
  if (drawn.length === 0) drawn = randomBytes(NONCE * 1_024);
  const nonce = drawn.subarray(0, NONCE);
  drawn = drawn.subarray(NONCE);
  return nonce;
}

/** Encrypts fields at rest (AES-256-GCM) and makes keyed blind indexes for exact search (design section 5). */
export class Keyring {
  // Key objects, made once: from bytes each call would make one anew, at three times the cost of the cipher.
  readonly #keys: Map<number, KeyObject>;
  readonly #current: number;
  readonly #blind: KeyObject;

  constructor(json: string) {
    const data = v.parse(KeyringData, JSON.parse(json));
    this.#keys = new Map(Object.entries(data.data).map(([n, hex]) => [Number(n), createSecretKey(hex, 'hex')]));
    this.#current = Math.max(...this.#keys.keys());
    this.#blind = createSecretKey(data.blind, 'hex');
  }

  /** Cipher text as base64url: key number (1 byte), nonce (12), tag (16), data. `context` binds it to its column. */
  seal(plain: string, context: string): string {
    const nonce = freshNonce();
    const cipher = createCipheriv('aes-256-gcm', this.#keys.get(this.#current)!, nonce);
    cipher.setAAD(Buffer.from(context));
    const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(this.#current), nonce, cipher.getAuthTag(), data]).toString('base64url');
  }

  /** @throws when the text was altered, is of another context, or its key is gone */
  open(sealed: string, context: string): string {
    const bytes = Buffer.from(sealed, 'base64url');
    const key = this.#keys.get(bytes[0] ?? -1);
    if (!key) throw new Error(`data key ${bytes[0]} is not in the keyring`);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 13));
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(bytes.subarray(13, 29));
    return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]).toString('utf8');
  }

  /**
   * The key of one file: drawn from a data key, so that a file under an old key opens as long as that key is kept (J-87).
   * @param number of the data key; the one in use when left out
   * @throws when the key is gone
   */
  fileKey(context: string, salt: Uint8Array, number = this.#current): { number: number; key: KeyObject } {
    const key = this.#keys.get(number);
    if (!key) throw new Error(`data key ${number} is not in the keyring`);
    return { number, key: createSecretKey(Buffer.from(hkdfSync('sha256', key, salt, `file\0${context}`, 32))) };
  }

  /** Keyed index (HMAC-SHA-256, 16 bytes hex) of a normalised value; equal values of one kind give equal indexes. */
  blind(kind: string, normalised: string): string {
    return createHmac('sha256', this.#blind).update(`${kind}\0${normalised}`).digest('hex').slice(0, 32);
  }

  /** A secret derived for one use, e.g. signing file addresses. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#blind, '', purpose, 32));
  }
}
