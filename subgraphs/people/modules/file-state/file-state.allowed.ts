import { type Claims, forbidden, MiaobenError } from '@miaoben/kernel';
import type { PersonFile } from '../person/person.file.ts';
import type { FileAction } from './file-state.enums.ts';
import { edgeOfFile, type FileParty } from './file-state.rules.ts';

/** What the caller is to a file inside the reach. */
export function partiesOfFile(
  file: Pick<PersonFile, 'managingOrgId'>,
  claims: Pick<Claims, 'role' | 'organisation'>,
): FileParty[] {
  if (claims.role === 'cdc') return ['cdc'];
  if (claims.role !== 'vaccinator') return [];
  return file.managingOrgId === claims.organisation ? ['clinic', 'area'] : ['area'];
}

/** @throws FORBIDDEN, CONFLICT wrong_state */
export function allowed(
  { claims }: { claims: Pick<Claims, 'role' | 'organisation'> },
  file: PersonFile,
  action: `${FileAction}`,
): void {
  const edge = edgeOfFile(file, action, partiesOfFile(file, claims));
  if (edge === 'forbidden') throw forbidden();
  if (edge === 'wrong_state') throw new MiaobenError('CONFLICT', { field: 'action', reason: 'wrong_state' });
}
