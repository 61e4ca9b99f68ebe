import { signal } from '@preact/signals';

const TIMEOUT_MS = 20_000;
const PROBE_MS = 15_000;

/**
 * Whether the server can be reached: what the browser believes, corrected by what requests met. The browser alone is a
 * poor witness, a phone in a cellar is "on line" with its WLAN.
 */
export const online = signal(navigator.onLine);

let probe: ReturnType<typeof setTimeout> | undefined;

function met(isReached: boolean): void {
  online.value = isReached;
  clearTimeout(probe);
  // Nobody may be asking just now: look again by ourselves.
  if (!isReached) probe = setTimeout(() => void boundedFetch('/health/live').catch(() => undefined), PROBE_MS);
}

globalThis.addEventListener?.('online', () => void boundedFetch('/health/live').catch(() => undefined));
globalThis.addEventListener?.('offline', () => met(false));

/** A fetch to our own origin that gives up after 20 s: a hanging mobile link is an absent one. */
export const boundedFetch: typeof fetch = async (input, init) => {
  const bound = new AbortController();
  const timer = setTimeout(() => bound.abort(), TIMEOUT_MS);
  init?.signal?.addEventListener('abort', () => bound.abort());
  try {
    const response = await fetch(input, { ...init, signal: bound.signal });
    met(true);
    return response;
  } catch (error) {
    // A request the caller dropped says nothing about the network.
    if (!init?.signal?.aborted) met(false);
    throw error;
  } finally {
    clearTimeout(timer);
  }
};
