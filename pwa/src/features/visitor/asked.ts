import { signal } from '@preact/signals';

/** What was typed at the line when nobody here was found; in memory only, for it may be a document number. */
export const askedText = signal('');
