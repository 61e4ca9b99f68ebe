import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import * as v from 'valibot';

/** Keys by number; the highest is used for writing, all for reading, so that keys can rotate (J-87). `blind` cannot rotate without a rebuild of the indexes. */
const KeyringData = v.object({
  data: v.record(v.string(), v.pipe(v.string(), v.length(64))),
  blind: v.pipe(v.string(), v.length(64)),
});
export type KeyringData = v.InferOutput<typeof KeyringData>;

export const newKeyring = (): KeyringData => ({
  data: { '1': randomBytes(32).toString('hex') },
  blind: randomBytes(32).toString('hex'),
});

/** Encrypts fields at rest (AES-256-GCM) and makes keyed blind indexes for exact search (design section 5). */
export class Keyring {
  readonly #keys: Map<number, Buffer>;
  readonly #current: number;
  readonly #blind: Buffer;

  constructor(json: string) {
    const data = v.parse(KeyringData, JSON.parse(json));
    this.#keys = new Map(Object.entries(data.data).map(([n, hex]) => [Number(n), Buffer.from(hex, 'hex')]));
    this.#current = Math.max(...this.#keys.keys());
    this.#blind = Buffer.from(data.blind, 'hex');
  }

  /** Cipher text as base64url: key number (1 byte), nonce (12), tag (16), data. `context` binds it to its column. */
  seal(plain: string, context: string): string {
    const nonce = randomBytes(12);
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

  /** Keyed index (HMAC-SHA-256, 16 bytes hex) of a normalised value; equal values of one kind give equal indexes. */
  blind(kind: string, normalised: string): string {
    return createHmac('sha256', this.#blind).update(`${kind}\0${normalised}`).digest('hex').slice(0, 32);
  }

  /** A secret derived for one use, e.g. signing file addresses. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#blind, '', purpose, 32));
  }
}
