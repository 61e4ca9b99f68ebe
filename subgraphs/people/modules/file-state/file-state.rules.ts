import { actionsOf, edgeOf, type Table } from '@miaoben/kernel/transitions';
import type { PersonFile } from '../person/person.file.ts';
import type { FileAction, FileEndReason } from './file-state.enums.ts';

/** A file's registration with what tells how it ended: what a procedure ended, only that procedure opens again. */
export const FILE_STATES = [
  'active',
  'lost_to_follow_up',
  'nominal',
  'moved_out',
  'cancelled',
  'dead',
  'merged',
  'withdrawn',
  'deleted',
] as const;
export type FileState = (typeof FILE_STATES)[number];
/** What somebody is to a file: `clinic` manages it, `area` is staff whose area it lies in, `cdc` disease control of it. */
export type FileParty = 'clinic' | 'area' | 'cdc';

const OPEN = ['active', 'lost_to_follow_up', 'nominal', 'moved_out'] as const;
const BY_HAND = ['active', 'lost_to_follow_up', 'nominal'] as const;
const SET = { register: 'active', lose: 'lost_to_follow_up', make_nominal: 'nominal' } as const;
const edges = <S extends FileState>(
  from: readonly S[],
  edge: Omit<Table<FileState, `${FileAction}`, FileParty>[number], 'from' | 'to'> & {
    to: FileState | ((from: S) => FileState);
  },
) => from.map((state) => ({ ...edge, from: state, to: typeof edge.to === 'function' ? edge.to(state) : edge.to }));

/**
 * 档案生命周期 (J-02). Moves, deaths, births and merges have tables of their own. What undoes an ending leads to the state that stood
 * before; `active` stands for it here.
 */
export const FILE_TABLE: Table<FileState, `${FileAction}`, FileParty> = [
  ...edges([...OPEN, 'dead'], { action: 'change', by: ['clinic', 'area', 'cdc'], to: (from) => from }),
  ...(Object.keys(SET) as (keyof typeof SET)[]).flatMap((action) =>
    edges(
      BY_HAND.filter((state) => state !== SET[action]),
      { action, by: ['clinic', 'area', 'cdc'], to: SET[action] },
    ),
  ),
  ...edges(OPEN, { action: 'cancel', by: ['clinic', 'cdc'], to: 'cancelled', needsReason: true }),
  ...edges(['cancelled'], { action: 'undo_cancel', by: ['clinic', 'cdc'], to: 'active', needsReason: true }),
  ...edges([...OPEN, 'cancelled'], { action: 'delete', by: ['clinic', 'cdc'], to: 'deleted', needsReason: true }),
  ...edges(['deleted'], { action: 'undo_delete', by: ['clinic', 'cdc'], to: 'active', needsReason: true }),
];

/** Reasons a user gives for a cancellation; the others belong to procedures. */
export const CANCEL_REASONS = ['duplicate', 'moved_abroad', 'dead', 'other'] as const satisfies `${FileEndReason}`[];
const isCancelReason = (reason: string): boolean => (CANCEL_REASONS as readonly string[]).includes(reason);

type Ended = Pick<PersonFile, 'registrationState' | 'endReason' | 'deletedOn'>;

export function fileStateOf({ registrationState, endReason, deletedOn }: Ended): FileState {
  if (deletedOn !== null) return 'deleted';
  if (endReason === 'merged') return 'merged';
  if (endReason === 'birth_withdrawn') return 'withdrawn';
  return registrationState === 'dead' && endReason !== null && isCancelReason(endReason)
    ? 'cancelled'
    : registrationState;
}

/** The act that sets a registration by hand; null: no hand sets it. */
export const actionTo = (state: PersonFile['registrationState']): `${FileAction}` | null =>
  (Object.keys(SET) as (keyof typeof SET)[]).find((action) => SET[action] === state) ?? null;

export const edgeOfFile = (file: Ended, action: `${FileAction}`, parties: readonly FileParty[]) =>
  edgeOf(FILE_TABLE, fileStateOf(file), action, parties);
export const actionsOfFile = (file: Ended, parties: readonly FileParty[]): `${FileAction}`[] =>
  actionsOf(FILE_TABLE, fileStateOf(file), parties);

export interface Ending {
  reason: `${FileEndReason}`;
  on: string;
  note?: string | null;
  diedOn?: string | null;
}

/** The file after it ended: its number is free for another file, unless the person is dead. */
export function endedFile(file: PersonFile, { reason, on, note = null, diedOn = null }: Ending): PersonFile {
  const isOpen = (OPEN as readonly string[]).includes(file.registrationState);
  return {
    ...file,
    registrationState: reason === 'dead' || reason === 'death_report' ? 'dead' : 'cancelled',
    stateBefore: isOpen ? file.registrationState : file.stateBefore,
    endedOn: on,
    endReason: reason,
    endNote: note,
    diedOn,
  };
}

/** The file as it stood before it ended, its data as they are now. */
export const reopenedFile = (file: PersonFile, state?: PersonFile['registrationState']): PersonFile => ({
  ...file,
  registrationState: state ?? file.stateBefore ?? 'active',
  stateBefore: null,
  endedOn: null,
  endReason: null,
  endNote: null,
  diedOn: null,
  deletedOn: null,
});

/** A file that must not be seen any more keeps how it ended; one that still stood ends as a mistake. */
export function deletedFile(file: PersonFile, on: string, note: string | null): PersonFile {
  const ended = file.endReason === null ? endedFile(file, { reason: 'entered_by_mistake', on, note }) : file;
  return { ...ended, deletedOn: on };
}

export const undeletedFile = (file: PersonFile): PersonFile =>
  file.endReason === 'entered_by_mistake' ? reopenedFile(file) : { ...file, deletedOn: null };
