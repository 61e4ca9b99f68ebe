import { FINGERPRINT_BRIDGE } from '@miaoben/schedule/clinic-visit';

/** What a reader saw of a finger. */
interface Capture {
  /** ISO/IEC 19794-2, base64 */
  template: string;
  /** 0 to 100 */
  quality: number;
}

/** Why there is none: no bridge runs here, no reader hangs on it, no finger came, or the answer says nothing of use. */
export type CaptureFault = 'no_bridge' | 'no_device' | 'no_finger' | 'not_understood';

const TOLD: readonly string[] = ['no_device', 'no_finger'] satisfies CaptureFault[];
const PATIENCE_MS = 20_000;
/** A bridge that runs answers at once or works on a finger; this is for its own waiting to end first. */
const GRACE_MS = 5_000;
/** The server takes 16 KiB. */
const MOST_CHARACTERS = 21_844;

function isCapture(told: unknown): told is Capture {
  if (typeof told !== 'object' || told === null) return false;
  const { template, quality } = told as Partial<Capture>;
  return (
    typeof template === 'string' &&
    template.length <= MOST_CHARACTERS &&
    // Cut off, it could not be decoded when it is sent, and what waits behind it would wait for ever.
    template.length % 4 === 0 &&
    // FMR\0 in base64: what is no template is refused here, before it lies on the device.
    /^Rk1SA[A-Za-z0-9+/]+={0,2}$/.test(template) &&
    typeof quality === 'number' &&
    Number.isInteger(quality) &&
    quality >= 0 &&
    quality <= 100
  );
}

/**
 * The port to a fingerprint reader: its bridge is a small service of the vendor on this computer (docs/fingerprint-bridge.md), asked
 * over HTTP without a network. Never throws.
 */
export async function captureFinger(ask: typeof fetch = fetch): Promise<Capture | CaptureFault> {
  let answer: Response;
  try {
    answer = await ask(`${FINGERPRINT_BRIDGE}/v1/capture`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ format: 'iso19794-2', patienceMs: PATIENCE_MS }),
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MS + GRACE_MS),
    });
  } catch {
    return 'no_bridge';
  }
  const told: unknown = await answer.json().catch(() => null);
  if (answer.ok) return isCapture(told) ? { template: told.template, quality: told.quality } : 'not_understood';
  const error = (told as { error?: unknown } | null)?.error;
  return typeof error === 'string' && TOLD.includes(error) ? (error as CaptureFault) : 'not_understood';
}
