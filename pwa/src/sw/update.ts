import { signal } from '@preact/signals';
import type { Workbox } from 'workbox-window';
import { onNavigate } from '../ui/router.tsx';

/** `ready`: a new version waits. `agreed`: the user wants it; it comes with the next change of page. */
export const updateState = signal<'none' | 'ready' | 'agreed'>('none');

const FORM_LOCK = 'miaoben-open-form';
let workbox: Workbox | undefined;
let isApplying = false;

/**
 * Holds updates back while a form is open, in this tab and in every other.
 * @returns lets go
 */
export function holdUpdates(): () => void {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks.request(FORM_LOCK, { mode: 'shared' }, () => held);
  return () => release();
}

/** Takes the waiting version, unless a form is open somewhere. */
async function apply(): Promise<void> {
  if (updateState.value !== 'agreed' || isApplying) return;
  await navigator.locks.request(FORM_LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    isApplying = true;
    workbox?.messageSkipWaiting();
  });
}

/** The user's consent. */
export function agreeToUpdate(): void {
  updateState.value = 'agreed';
}

/** Registers the worker after the first screen stands, and watches for new versions. */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  // A moment later: the screen that is left lets go of its form first.
  onNavigate(() => setTimeout(() => void apply(), 150));
  void watch();
}

async function watch(): Promise<void> {
  // Not part of the first view.
  const { Workbox } = await import('workbox-window');
  workbox = new Workbox('/sw.js', { scope: '/' });
  workbox.addEventListener('waiting', () => {
    if (updateState.value === 'none') updateState.value = 'ready';
  });
  workbox.addEventListener('controlling', ({ isUpdate }) => {
    if (isUpdate && isApplying) location.reload();
  });
  // Refused where the browser keeps nothing (private windows): then the app simply needs its network.
  const registration = await workbox.register().catch(() => undefined);
  const [, audience] = location.pathname.split('/');
  if (!registration || !audience) return;
  // The landing page may have begun to install it: then it is neither this page's nor found by it.
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ type: 'KEEP', audience });
}
