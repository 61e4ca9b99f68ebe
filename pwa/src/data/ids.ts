import { uuidV7From } from '@miaoben/identifiers';

/** A new id made on this device (UUIDv7): for commands, and for what a device may create. */
export function newId(): string {
  const [a = 0, b = 0, c = 0] = crypto.getRandomValues(new Uint32Array(3));
  return uuidV7From(Date.now(), a, b, c);
}
