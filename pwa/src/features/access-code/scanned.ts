import { signal } from '@preact/signals';

/** The access code that was just scanned. It goes from screen to screen in memory: never in an address or a store. */
export const scannedCode = signal<string | null>(null);

export const isAccessCode = (text: string): boolean => text.startsWith('VT1:');
