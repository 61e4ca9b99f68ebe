import type { Role } from '../roles.ts';

/** Blocks of a file that an administrator may hide from one account (J-04), by the tab or card they fill. */
export const FILE_BLOCKS = [
  'moves',
  'contraindications',
  'reactions',
  'infections',
  'allergies',
  'log',
  'family',
] as const;
export type FileBlock = (typeof FILE_BLOCKS)[number];

/** `subgraph Type.field` → the block it belongs to: hidden, it answers as if there were nothing. */
export const BLOCK_FIELDS: Readonly<Record<string, FileBlock>> = {
  'people Person.moves': 'moves',
  'people Person.conditions': 'contraindications',
  'vaccines Person.healthFacts': 'contraindications',
  'vaccines Person.groupDeclarations': 'contraindications',
  'vaccines Person.adverseEvents': 'reactions',
  'people Person.history': 'log',
  'people Person.operations': 'log',
  'people Person.guardians': 'family',
  'people Person.formerGuardians': 'family',
  'people Person.household': 'family',
  'people Person.formerHouseholds': 'family',
};

/** What a vaccination is judged by is never hidden from those who vaccinate. */
const HIDEABLE: Partial<Record<Role, readonly FileBlock[]>> = {
  vaccinator: ['moves', 'log'],
  inspector: FILE_BLOCKS,
  cdc: FILE_BLOCKS,
};

/** The blocks that may be hidden from an account of a role. */
export const hideableBlocks = (role: Role): readonly FileBlock[] => HIDEABLE[role] ?? [];
