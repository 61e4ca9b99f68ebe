import { badInput } from '@miaoben/kernel';
import { householdTypeFrom } from '../details/details.rules.ts';
import { NOTHING_KNOWN, type PersonFile } from '../person/person.file.ts';
import {
  BIRTH_ORDER,
  checkedAddress,
  checkedBirthDate,
  checkedBirthWeight,
  checkedDocument,
  checkedGuardians,
  checkedName,
} from '../person/person.rules.ts';
import { GESTATION_WEEKS, withHbsag } from './birth.rules.ts';
import type { Mother } from './birth.shape.ts';
import type { NewBirthInput } from './birth.type.ts';

function inRange(field: string, value: number | null | undefined, range: { min: number; max: number }): number | null {
  if (value == null) return null;
  if (value < range.min || value > range.max) throw badInput(field, 'out_of_range', range);
  return value;
}

const CHILD_OF = { M: '之子', F: '之女', U: '之婴' } as const;

/**
 * The file of a newborn, managed by the ward until it is handed over, with what goes beyond a file.
 * @throws BAD_INPUT by field
 */
export function fileOfBirth(input: NewBirthInput, ward: string, today: string) {
  const [guardian] = checkedGuardians([{ relation: 'mother', ...input.mother }], today);
  const mother: Mother = {
    name: guardian!.name,
    documentNumber: guardian!.documentNumber ?? null,
    phone: guardian!.phone ?? null,
  };
  const birthDate = checkedBirthDate(input.birthDate, today);
  const { sex } = input;
  if (input.birthTime && !/^([01]\d|2[0-3]):[0-5]\d$/.test(input.birthTime))
    throw badInput('input.birthTime', 'format');
  const { hbsag = null, antiHbs = null, testedOn = null } = input.mother;
  const file: PersonFile = {
    ...NOTHING_KNOWN,
    householdType: householdTypeFrom(
      { documentType: 'BIRTH_CERTIFICATE', documentNumber: null, residence: input.residence },
      input.household,
    ),
    registeredDivision: input.household,
    id: input.id,
    name: checkedName('name', input.name?.trim() ? input.name : `${mother.name}${CHILD_OF[sex]}`),
    sex,
    birthDate,
    ...checkedDocument('BIRTH_CERTIFICATE', input.birthCertificate, { birthDate, sex }, today),
    birthOrder: inRange('input.birthOrder', input.birthOrder, BIRTH_ORDER),
    phone: null,
    ethnicity: null,
    residence: input.residence,
    residenceAddress: checkedAddress(input.residenceAddress),
    managingOrgId: ward,
    registrationState: 'active',
    conditions: withHbsag([], hbsag),
    birthWeightG: checkedBirthWeight(input.birthWeightG),
    guardians: [guardian!],
  };
  const birth = {
    birthTime: input.birthTime || null,
    gestationWeeks: inRange('input.gestationWeeks', input.gestationWeeks, GESTATION_WEEKS),
    birthOrder: file.birthOrder,
    hbsag,
    antiHbs,
    testedOn,
  };
  return { file, birth, mother };
}
