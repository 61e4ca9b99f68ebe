import type { Sealed } from './store.ts';

/** The pack key of an account at rest: usable only with the PIN, and only on this device. */
export interface Vault {
  account: string;
  salt: Uint8Array<ArrayBuffer>;
  iterations: number;
  /** The wrapped key, sealed once more with the device's key. */
  wrapped: Sealed;
  /** Wrong PINs in a row. */
  failures: number;
  /** No try before this (ms since 1970). */
  waitUntil: number;
  /** When the server was last heard (ms since 1970); after `EXPIRES_MS` the pack stays shut until it is heard again. */
  lastContact: number;
}

export const PIN_DIGITS = 6;
/** Without contact for so long the device locks (design section 7). */
export const EXPIRES_MS = 7 * 86_400_000;
const FREE_TRIES = 5;
/** The wrong PIN in a row that wipes what lies under it (attack 35); the journal, under the device's key, stays. */
export const LAST_TRY = 10;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;

/** How long to wait after the n-th wrong PIN in a row: nothing for the first four, then 30 s, doubled up to an hour. */
export function waitAfter(failures: number): number {
  if (failures < FREE_TRIES) return 0;
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - FREE_TRIES));
}

/** Whether the device has gone without contact for too long. A clock turned back does not lengthen the time. */
export const isExpired = ({ lastContact }: Pick<Vault, 'lastContact'>, now: number): boolean =>
  Math.abs(now - lastContact) > EXPIRES_MS;

/** Digits only, of the right length, neither one digit repeated nor a run. */
export function isStrongPin(pin: string): boolean {
  if (!new RegExp(`^\\d{${PIN_DIGITS}}$`).test(pin)) return false;
  const steps = [...pin].slice(1).map((digit, i) => (Number(digit) - Number(pin[i]) + 10) % 10);
  const [first] = steps;
  return !(steps.every((step) => step === first) && (first === 0 || first === 1 || first === 9));
}
