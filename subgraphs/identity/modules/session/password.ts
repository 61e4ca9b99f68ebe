import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** argon2id, 19 MiB and two passes (OWASP's first choice); about 0.1 s a password. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
export const MAX_PASSWORD = 128;

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), COST);

const decoy = hashPassword(randomBytes(16).toString('hex'));

/** @param stored without one a decoy is checked: an unknown account takes as long as a wrong password */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const given = password.length <= MAX_PASSWORD ? password.normalize('NFC') : '';
  const right = await verify(stored ?? (await decoy), given);
  return right && stored !== undefined && given !== '';
}
