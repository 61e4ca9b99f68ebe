import type { NewBirthInput, Sex } from '../../data/generated/coming.ts';
import type { Destination } from './birth-destination.tsx';
import { areTestsFine, type TestRules, type Tests, testsInput } from './birth-tests.tsx';

export interface BirthDraft {
  name: string;
  sex: Sex | '';
  birthDate: string;
  birthTime: string;
  weight: string;
  weeks: string;
  order: string;
  certificate: string;
  motherName: string;
  motherId: string;
  motherPhone: string;
  tests: Tests;
  household: readonly string[];
  residence: readonly string[];
  address: string;
  destination: Destination;
}
export type BirthFault =
  | 'sex'
  | 'birthDate'
  | 'birthTime'
  | 'weight'
  | 'weeks'
  | 'order'
  | 'motherName'
  | 'tests'
  | 'household'
  | 'residence'
  | 'unit';

const TOWNSHIP_DIGITS = 9;
const RANGES = { weight: [300, 8000], weeks: [20, 45], order: [1, 9] } as const;

/** The township of a path of divisions; '' while it ends above one. */
export const townshipOf = (path: readonly string[]): string =>
  path.at(-1)?.length === TOWNSHIP_DIGITS ? (path.at(-1) ?? '') : '';

const isInRange = (text: string, [min, max]: readonly [number, number]): boolean =>
  text.trim() === '' || (/^\d+$/.test(text.trim()) && Number(text) >= min && Number(text) <= max);

/** What keeps a draft from being filed; the server holds documents and names against their rules. */
export function faultsOfBirth(draft: BirthDraft, rules: TestRules, today: string): BirthFault[] {
  const faults: [BirthFault, boolean][] = [
    ['sex', draft.sex === ''],
    ['birthDate', draft.birthDate === '' || draft.birthDate > today],
    ['birthTime', draft.birthTime !== '' && !/^([01]\d|2[0-3]):[0-5]\d$/.test(draft.birthTime)],
    ['weight', !isInRange(draft.weight, RANGES.weight)],
    ['weeks', !isInRange(draft.weeks, RANGES.weeks)],
    ['order', !isInRange(draft.order, RANGES.order)],
    ['motherName', draft.motherName.trim() === ''],
    ['tests', !areTestsFine(draft.tests, rules, today)],
    ['household', townshipOf(draft.household) === ''],
    ['residence', townshipOf(draft.residence) === ''],
    ['unit', draft.destination.unit === ''],
  ];
  return faults.filter(([, isThere]) => isThere).map(([fault]) => fault);
}

const numberOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));

/** A draft without faults as the server takes it. */
export function inputOfBirth(draft: BirthDraft, id: string, notDuplicateOf: readonly string[]): NewBirthInput {
  return {
    id,
    name: draft.name.trim() || null,
    sex: draft.sex === '' ? 'U' : draft.sex,
    birthDate: draft.birthDate,
    birthTime: draft.birthTime || null,
    birthWeightG: numberOf(draft.weight),
    gestationWeeks: numberOf(draft.weeks),
    birthOrder: numberOf(draft.order),
    birthCertificate: draft.certificate.trim() || null,
    mother: {
      name: draft.motherName.trim(),
      documentNumber: draft.motherId.trim() || null,
      phone: draft.motherPhone.trim() || null,
      ...testsInput(draft.tests),
    },
    household: townshipOf(draft.household),
    residence: townshipOf(draft.residence),
    residenceAddress: draft.address.trim() || null,
    destinationBy: draft.destination.by,
    destinationUnit: draft.destination.unit,
    notDuplicateOf: [...notDuplicateOf],
  };
}
