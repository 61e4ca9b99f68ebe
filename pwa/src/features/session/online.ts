import { signal } from '@preact/signals';

/** Whether the device believes in a network. A hint for the reader; requests are tried all the same. */
export const online = signal(navigator.onLine);

addEventListener('online', () => {
  online.value = true;
});
addEventListener('offline', () => {
  online.value = false;
});
