import type { Keyring } from '@miaoben/kernel';
import { coversAny, type Desk } from '@miaoben/kernel/desk';
import { actionsOf } from '@miaoben/kernel/transitions';
import type { MoveListRow, MoveRow } from './move.repository.ts';
import { MOVE_TABLES, type MoveParty } from './move.rules.ts';
import type { FileMove } from './move.type.ts';

/** Contexts of sealed columns. */
export const MOVE_SEALED = {
  address: 'file_move.address',
  contact: 'file_move.contact',
  phone: 'file_move.phone',
  reason: 'file_move.reason',
  before: 'file_move.before',
} as const;

/** What a caller is to a move. */
export function partiesOf(row: Pick<MoveRow, 'from_unit' | 'to_unit' | 'to_division'>, desk: Desk): MoveParty[] {
  if (desk.kind === 'area') return coversAny(desk, [row.to_division]) ? ['county'] : [];
  const parties: MoveParty[] = [];
  if (row.from_unit === desk.unit) parties.push('holder');
  if (row.to_unit === desk.unit) parties.push('taker');
  return parties;
}

export const openOr = (keyring: Keyring, sealed: string | null, context: string): string | null =>
  sealed === null ? null : keyring.open(sealed, context);

export function toMove(row: MoveListRow, keyring: Keyring, desk: Desk): FileMove {
  const parties = partiesOf(row, desk);
  return {
    id: row.id,
    personId: row.person_id,
    name: row.name,
    sex: row.sex,
    birthDate: row.birth_date,
    direction: row.direction,
    state: row.state,
    fromUnit: row.from_unit === null ? null : { id: row.from_unit },
    toUnit: row.to_unit === null ? null : { id: row.to_unit },
    fromDivision: { code: row.from_division },
    toDivision: { code: row.to_division },
    address: openOr(keyring, row.address_sealed, MOVE_SEALED.address),
    contact: openOr(keyring, row.contact_sealed, MOVE_SEALED.contact),
    phone: openOr(keyring, row.phone_sealed, MOVE_SEALED.phone),
    reason: keyring.open(row.reason_sealed, MOVE_SEALED.reason),
    startedAt: new Date(row.started_at),
    answerBy: row.answer_by,
    actions: actionsOf(MOVE_TABLES[row.direction], row.state, parties),
    version: row.version,
    parties,
  };
}
