import { badInput, MiaobenError } from '@miaoben/kernel';
import { edgeOf, type Table } from '@miaoben/kernel/transitions';
import { readWords } from '@miaoben/kernel/words';

export const NOTE_STATES = ['noted', 'replaced', 'withdrawn', 'confirmed', 'dismissed'] as const;
export type NoteState = (typeof NOTE_STATES)[number];
export const NOTE_ACTIONS = ['replace', 'withdraw', 'confirm', 'dismiss', 'reopen'] as const;
export type NoteAction = (typeof NOTE_ACTIONS)[number];
export type NoteParty = 'family' | 'clinic';

/** 自记接种: the family's until a clinic decides; a decision can be taken back. */
export const NOTE_TABLE: Table<NoteState, NoteAction, NoteParty> = [
  { from: 'noted', action: 'replace', by: ['family'], to: 'replaced' },
  { from: 'noted', action: 'withdraw', by: ['family'], to: 'withdrawn' },
  { from: 'dismissed', action: 'withdraw', by: ['family'], to: 'withdrawn' },
  { from: 'noted', action: 'confirm', by: ['clinic'], to: 'confirmed' },
  { from: 'noted', action: 'dismiss', by: ['clinic'], to: 'dismissed', needsReason: true },
  { from: 'confirmed', action: 'reopen', by: ['clinic'], to: 'noted' },
  { from: 'dismissed', action: 'reopen', by: ['clinic'], to: 'noted' },
];

/** The state after an act. @throws CONFLICT wrong_state when it cannot be done now, or never by this party */
export function noteAfter(from: NoteState, action: NoteAction, party: NoteParty): NoteState {
  const edge = edgeOf(NOTE_TABLE, from, action, [party]);
  if (typeof edge === 'string') throw new MiaobenError('CONFLICT', { field: 'input.action', reason: 'wrong_state' });
  return edge.to;
}

const LONGEST_LOT = 40;
const LONGEST_UNIT = 100;

/** Lot and unit as they are kept: what is on the booklet, unchecked. @throws BAD_INPUT input.lotNumber, input.unit, input.givenOn */
export function checkedNote(
  typed: { givenOn: string; lotNumber?: string | null; unit?: string | null },
  born: string,
  today: string,
): { givenOn: string; lotNumber: string | null; unit: string | null } {
  if (typed.givenOn > today) throw badInput('input.givenOn', 'date_in_future');
  if (typed.givenOn < born) throw badInput('input.givenOn', 'date_before_birth');
  const words = (raw: string | null | undefined, field: string, longest: number) =>
    raw?.trim() ? readWords(raw, field, longest) : null;
  return {
    givenOn: typed.givenOn,
    lotNumber: words(typed.lotNumber, 'input.lotNumber', LONGEST_LOT),
    unit: words(typed.unit, 'input.unit', LONGEST_UNIT),
  };
}
