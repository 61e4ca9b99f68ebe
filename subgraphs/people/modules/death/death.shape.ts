import type { Keyring } from '@miaoben/kernel';
import { coversAny, type Desk } from '@miaoben/kernel/desk';
import { actionsOf } from '@miaoben/kernel/transitions';
import type { DeathRow } from './death.repository.ts';
import { DEATH_TABLE, type DeathParty } from './death.rules.ts';
import type { DeathReport } from './death.type.ts';

const SEALED = 'death_report.person';

/** What is sealed of a report. */
export interface Deceased {
  name: string;
  documentNumber: string | null;
  /** number of the paper the report rests on */
  certificateNumber: string;
}
export const sealDeceased = (keyring: Keyring, deceased: Deceased): string =>
  keyring.seal(JSON.stringify(deceased), SEALED);
export const openDeceased = (keyring: Keyring, sealed: string): Deceased =>
  JSON.parse(keyring.open(sealed, SEALED)) as Deceased;

/** What a caller is to a report. */
export function partiesOf(row: Pick<DeathRow, 'unit' | 'reporter_unit' | 'division'>, desk: Desk): DeathParty[] {
  if (desk.kind === 'area') return coversAny(desk, [row.division]) ? ['county'] : [];
  const parties: DeathParty[] = [];
  if (row.unit === desk.unit) parties.push('unit');
  if (row.reporter_unit === desk.unit) parties.push('reporter');
  return parties;
}

/** Whoever only sent a report in learns nothing of the file. */
export const seesFile = (parties: readonly DeathParty[]): boolean => parties.some((p) => p !== 'reporter');

export function toDeath(row: DeathRow, keyring: Keyring, desk: Desk): DeathReport {
  const parties = partiesOf(row, desk);
  const sees = seesFile(parties);
  return {
    id: row.id,
    seesFile: sees,
    personId: sees ? row.person_id : null,
    ...openDeceased(keyring, row.sealed),
    sex: row.sex,
    birthDate: row.birth_date,
    diedOn: row.died_on,
    source: row.source,
    state: row.state,
    household: row.household === null ? null : { code: row.household },
    residence: row.residence === null ? null : { code: row.residence },
    unit: row.unit === null ? null : { id: row.unit },
    reporterUnit: row.reporter_unit === null ? null : { id: row.reporter_unit },
    reportedAt: new Date(row.reported_at),
    actions: actionsOf(DEATH_TABLE, row.state, parties),
    version: row.version,
  };
}
