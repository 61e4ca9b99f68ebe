import type { Draft } from './draft.ts';

/** What is known of a dose of elsewhere before its form opens. */
export type Preset = Pick<Draft, 'vaccine' | 'date' | 'clinicName' | 'lotNumber'>;

// In memory, not in the address: what a family told is nobody's business who reads a history.
let waiting: { personId: string; preset: Preset } | null = null;

/** Lays the facts of a family's own note ready for the form of that person. */
export function layReady(personId: string, preset: Preset): void {
  waiting = { personId, preset };
}

/** Takes what was laid ready for a person, once. */
export function takePreset(personId: string): Preset | null {
  const found = waiting?.personId === personId ? waiting.preset : null;
  waiting = null;
  return found;
}
