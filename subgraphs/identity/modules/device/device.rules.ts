import { createHash, timingSafeEqual } from 'node:crypto';
import { badInput, isUuidV7 } from '@miaoben/kernel';

const MAX_DEVICE_NAME = 40;
const MAX_REASON = 200;
export const MAX_SETTLED = 200;
/** A count no journal reaches. */
const MOST_ENTRIES = 100_000;

export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Compares without telling by its time how much of it fits. */
export const isSecret = (secret: string, hash: string): boolean =>
  timingSafeEqual(Buffer.from(secretHash(secret), 'hex'), Buffer.from(hash, 'hex'));

/** @throws BAD_INPUT format */
export function checkCredential(device: { id: string; secret: string }, path: string): void {
  if (!isUuidV7(device.id)) throw badInput(`${path}.id`, 'format');
  if (!/^[\w-]{43}$/.test(device.secret)) throw badInput(`${path}.secret`, 'format');
}

/** A name as it is kept. @throws BAD_INPUT required, too_long */
export function deviceName(given: string): string {
  const name = given.normalize('NFC').trim();
  if (name === '') throw badInput('input.name', 'required');
  if (Array.from(name).length > MAX_DEVICE_NAME) throw badInput('input.name', 'too_long', { max: MAX_DEVICE_NAME });
  return name;
}

/** @throws BAD_INPUT out_of_range */
export function checkCount(count: number, field: string): void {
  if (count < 0 || count > MOST_ENTRIES) throw badInput(field, 'out_of_range', { min: 0, max: MOST_ENTRIES });
}

/** Why something was done, as a person typed it. @throws BAD_INPUT required, too_long */
export function reasonText(given: string | null | undefined, field: string): string {
  const reason = (given ?? '').normalize('NFC').trim();
  if (reason === '') throw badInput(field, 'required');
  if (Array.from(reason).length > MAX_REASON) throw badInput(field, 'too_long', { max: MAX_REASON });
  return reason;
}
