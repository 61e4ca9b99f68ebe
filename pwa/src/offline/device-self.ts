import { newId } from './ids.ts';
import { openStore, seal, unseal } from './store.ts';

/** How this device shows itself to the server. */
export interface DeviceSelf {
  id: string;
  /** 32 random bytes, base64url: only this device has them, the server their hash. */
  secret: string;
  name: string;
}

const SECRET_BYTES = 32;

/** What the browser says it runs on: a name until somebody gives a better one. */
const usualName = (id: string): string =>
  `${(navigator as { userAgentData?: { platform?: string } }).userAgentData?.platform || navigator.platform || 'Browser'} ${id.slice(-4)}`;

/** @returns null when this device never kept anything for a unit */
export async function readSelf(): Promise<DeviceSelf | null> {
  const held = await (await openStore()).get('device', 'self');
  return held ? unseal<DeviceSelf>(held) : null;
}

const write = async (self: DeviceSelf): Promise<DeviceSelf> => {
  await (await openStore()).put('device', await seal(self), 'self');
  return self;
};

/** Gives this device its name and secret, once. Call it from one place at a time. */
export async function ownSelf(): Promise<DeviceSelf> {
  const held = await readSelf();
  if (held) return held;
  const id = newId();
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  const secret = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
  return write({ id, secret, name: usualName(id) });
}

/** Gives this device another name; the server hears it at the next contact. */
export async function renameSelf(name: string): Promise<void> {
  const held = await ownSelf();
  await write({ ...held, name });
}
