import type { Keyring } from '@miaoben/kernel';
import type { Desk } from '@miaoben/kernel/desk';
import { actionsOf } from '@miaoben/kernel/transitions';
import type { BirthListRow, BirthRow } from './birth.repository.ts';
import { BIRTH_TABLE, type BirthParty } from './birth.rules.ts';
import type { BirthFile } from './birth.type.ts';

const SEALED = 'birth_file.mother';

/** What is sealed of the mother. */
export interface Mother {
  name: string;
  documentNumber: string | null;
  phone: string | null;
}
export const sealMother = (keyring: Keyring, mother: Mother): string => keyring.seal(JSON.stringify(mother), SEALED);
export const openMother = (keyring: Keyring, sealed: string): Mother =>
  JSON.parse(keyring.open(sealed, SEALED)) as Mother;

/** What a caller is to a birth file; disease control looks on. */
export function partiesOf(row: Pick<BirthRow, 'obstetric_unit' | 'destination_unit'>, desk: Desk): BirthParty[] {
  if (desk.kind === 'area') return [];
  const parties: BirthParty[] = [];
  if (row.obstetric_unit === desk.unit) parties.push('ward');
  if (row.destination_unit === desk.unit) parties.push('clinic');
  return parties;
}

export function toBirth(row: BirthListRow, keyring: Keyring, desk: Desk): BirthFile {
  const { name, phone } = openMother(keyring, row.mother_sealed);
  return {
    id: row.person_id,
    name: row.name,
    sex: row.sex,
    birthDate: row.birth_date,
    birthTime: row.birth_time,
    birthWeightG: row.birth_weight_g,
    gestationWeeks: row.gestation_weeks,
    birthOrder: row.birth_order,
    mother: { name, phone, hbsag: row.hbsag, antiHbs: row.anti_hbs, testedOn: row.tested_on },
    state: row.state,
    obstetricUnit: { id: row.obstetric_unit },
    destinationUnit: { id: row.destination_unit },
    destinationBy: row.destination_by,
    household: { code: row.household },
    residence: { code: row.residence },
    filedOn: row.filed_on,
    pushOn: row.push_on,
    actions: actionsOf(BIRTH_TABLE, row.state, partiesOf(row, desk)),
    version: row.version,
  };
}
