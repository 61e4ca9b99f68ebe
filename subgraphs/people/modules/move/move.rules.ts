import type { Table } from '@miaoben/kernel/transitions';
import type { MoveAction, MoveDirection, MoveState } from './move.enums.ts';

/**
 * What somebody is to a move. `holder`: the unit the file is (or was) managed by; `taker`: the unit it goes to; `county`: disease
 * control of the area it goes to; `clock`: the platform itself, when the time to answer
 * has passed or the file was closed or went elsewhere meanwhile; `province`: the platform of another province.
 */
export type MoveParty = 'holder' | 'taker' | 'county' | 'clock' | 'province';
export type MoveTable = Table<`${MoveState}`, `${MoveAction}`, MoveParty>;

/**
 * 迁出: the managing unit hands the file over. While no unit is named (`initiated`) disease control of the receiving area, or the sender,
 * names one. What nobody answers goes back to the sender: the file never rests with a unit that did not say yes.
 */
const OUT: MoveTable = [
  { from: 'initiated', action: 'assign', by: ['holder', 'county'], to: 'waiting' },
  { from: 'initiated', action: 'withdraw', by: ['holder'], to: 'withdrawn' },
  { from: 'initiated', action: 'lapse', by: ['clock'], to: 'withdrawn' },
  { from: 'waiting', action: 'receive', by: ['taker'], to: 'received' },
  { from: 'waiting', action: 'refuse', by: ['taker'], to: 'refused', needsReason: true },
  { from: 'waiting', action: 'withdraw', by: ['holder'], to: 'withdrawn' },
  { from: 'waiting', action: 'lapse', by: ['clock'], to: 'withdrawn' },
  { from: 'refused', action: 'assign', by: ['holder'], to: 'waiting' },
  { from: 'refused', action: 'reopen', by: ['taker'], to: 'waiting' },
  { from: 'refused', action: 'withdraw', by: ['holder'], to: 'withdrawn' },
  { from: 'withdrawn', action: 'reopen', by: ['holder'], to: 'waiting' },
  { from: 'received', action: 'give_back', by: ['taker'], to: 'refused', needsReason: true },
  { from: 'initiated', action: 'void', by: ['clock'], to: 'withdrawn' },
  { from: 'waiting', action: 'void', by: ['clock'], to: 'withdrawn' },
];

/**
 * 迁入: the unit where the child stands asks for the file. The managing unit agrees or refuses with its reason; silence is consent, for
 * the child is there and must be vaccinated.
 */
const IN: MoveTable = [
  { from: 'initiated', action: 'agree', by: ['holder'], to: 'received' },
  { from: 'initiated', action: 'lapse', by: ['clock'], to: 'received' },
  { from: 'initiated', action: 'refuse', by: ['holder'], to: 'refused', needsReason: true },
  { from: 'initiated', action: 'withdraw', by: ['taker'], to: 'withdrawn' },
  { from: 'refused', action: 'reopen', by: ['holder'], to: 'initiated' },
  { from: 'refused', action: 'withdraw', by: ['taker'], to: 'withdrawn' },
  { from: 'withdrawn', action: 'reopen', by: ['taker'], to: 'initiated' },
  { from: 'received', action: 'give_back', by: ['taker'], to: 'refused', needsReason: true },
  { from: 'initiated', action: 'void', by: ['clock'], to: 'withdrawn' },
];

/**
 * 迁往外省: the platform of the other province takes it or not; when it has, the file here is closed as moved out. Once sent only the other
 * side ends it; what it does not answer in time is taken back there first.
 */
const ABROAD: MoveTable = [
  { from: 'initiated', action: 'send', by: ['clock'], to: 'waiting' },
  { from: 'initiated', action: 'withdraw', by: ['holder'], to: 'withdrawn' },
  { from: 'waiting', action: 'receive', by: ['province'], to: 'received' },
  { from: 'waiting', action: 'refuse', by: ['province'], to: 'refused', needsReason: true },
  { from: 'waiting', action: 'lapse', by: ['clock'], to: 'withdrawn' },
  { from: 'refused', action: 'assign', by: ['holder'], to: 'initiated' },
  { from: 'refused', action: 'withdraw', by: ['holder'], to: 'withdrawn' },
  { from: 'received', action: 'give_back', by: ['holder'], to: 'refused', needsReason: true },
  { from: 'initiated', action: 'void', by: ['clock'], to: 'withdrawn' },
  { from: 'waiting', action: 'void', by: ['clock'], to: 'withdrawn' },
];

export const MOVE_TABLES: Readonly<Record<`${MoveDirection}`, MoveTable>> = {
  out: OUT,
  in: IN,
  abroad: ABROAD,
  arrival: [],
};

/** A move in one of these is under way: a file has at most one. */
export const OPEN_MOVES: readonly `${MoveState}`[] = ['initiated', 'waiting'];

/** Whose answer a move needs now. */
export const AWAITED: readonly {
  direction: `${MoveDirection}`;
  state: `${MoveState}`;
  party: Extract<MoveParty, 'holder' | 'taker' | 'county'>;
}[] = [
  { direction: 'out', state: 'initiated', party: 'county' },
  { direction: 'out', state: 'waiting', party: 'taker' },
  { direction: 'out', state: 'refused', party: 'holder' },
  { direction: 'in', state: 'initiated', party: 'holder' },
  { direction: 'abroad', state: 'refused', party: 'holder' },
];
