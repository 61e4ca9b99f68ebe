import { uuidV7From } from '@miaoben/identifiers';

/** A new UUIDv7: files, doses and commands get their ids where they are made (design section 6). */
export function newId(): string {
  const [a = 0, b = 0, c = 0] = crypto.getRandomValues(new Uint32Array(3));
  return uuidV7From(Date.now(), a, b, c);
}
