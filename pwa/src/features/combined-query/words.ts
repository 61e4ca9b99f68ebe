import { DOCUMENT_TYPES } from '@miaoben/identifiers';
import { CONDITION_CODES } from '@miaoben/schedule';
import type { FoundFilesQuery, QueryColumn, QueryField } from '../../data/generated/query.ts';
import { t as clinic } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { t as file } from '../../i18n/file.ts';
import { formatDate } from '../../i18n/format.ts';
import { healthFactText } from '../../i18n/health.ts';
import { t } from '../../i18n/query.ts';
import type { Option } from '../../ui/field.tsx';

type Row = FoundFilesQuery['personQuery']['nodes'][number];
type Person = Row['person'];

const STATES = ['active', 'moved_out', 'lost_to_follow_up', 'nominal', 'dead', 'cancelled'] as const;
const options = <T extends string>(values: readonly T[], label: (value: T) => string): Option[] =>
  values.map((value) => ({ value, label: label(value) }));

/** The closed list of a field of codes. */
export function optionsOf(field: QueryField): Option[] {
  switch (field) {
    case 'sex':
      return options(['F', 'M', 'U'] as const, (v) => common(`sex.${v}`));
    case 'documentType':
      return options(DOCUMENT_TYPES, (v) => clinic(`document.${v}`));
    case 'registrationState':
      return options(STATES, (v) => clinic(`person.state.${v}`));
    case 'maritalStatus':
      return options(['single', 'married', 'widowed', 'divorced'] as const, (v) => file(`marital.${v}`));
    case 'personType':
      return options(['resident', 'floating', 'temporary'] as const, (v) => file(`personType.${v}`));
    case 'householdType':
      return options(['local', 'other_county', 'other_province', 'outside'] as const, (v) =>
        file(`householdType.${v}`),
      );
    case 'conditions':
      return options(CONDITION_CODES, healthFactText);
    default:
      return [];
  }
}

const documentText = (type: string): string =>
  (DOCUMENT_TYPES as readonly string[]).includes(type)
    ? clinic(`document.${type as (typeof DOCUMENT_TYPES)[number]}`)
    : type;

/** How each column of the result is read from a file that was found. */
const CELLS: Readonly<Record<Exclude<QueryColumn, 'ethnicity'>, (person: Person, row: Row) => string>> = {
  name: (p) => p.name,
  sex: (p) => common(`sex.${p.sex}`),
  birthDate: (p) => formatDate(p.birthDate),
  documentType: (p) => documentText(p.documentType),
  documentNumber: (p) => p.documentNumber ?? '',
  phone: (p) => p.phone ?? '',
  residence: (p) => p.residence.fullName,
  residenceAddress: (p) => p.residenceAddress ?? '',
  managingClinic: (p) => p.managingClinic.name,
  registrationState: (p) => clinic(`person.state.${p.registrationState}`),
  maritalStatus: ({ details }) => (details.maritalStatus ? file(`marital.${details.maritalStatus}`) : ''),
  personType: ({ details }) => (details.personType ? file(`personType.${details.personType}`) : ''),
  householdType: ({ details }) => (details.householdType ? file(`householdType.${details.householdType}`) : ''),
  registeredDivision: ({ details }) => details.registeredDivision ?? '',
  conditions: (p) => p.conditions.map(healthFactText).join(t('list.join')),
  birthWeightG: (p) => (p.birthWeightG === null ? '' : String(p.birthWeightG)),
  barcode: (p) => p.barcode,
  doses: (_p, { doses }) => String(doses),
  lastDoseOn: (_p, { lastDoseOn }) => (lastDoseOn ? formatDate(lastDoseOn) : ''),
};
export type ShownColumn = keyof typeof CELLS;
export const USUAL_COLUMNS: readonly QueryColumn[] = [
  ...(['name', 'sex', 'birthDate', 'residence', 'managingClinic', 'registrationState', 'doses'] as const),
];

/** Columns a role can choose. */
export const columnsFor = (role: string | undefined): ShownColumn[] =>
  (Object.keys(CELLS) as ShownColumn[]).filter(
    (column) => role !== 'inspector' || (column !== 'conditions' && column !== 'birthWeightG'),
  );
export const cellOf = (column: QueryColumn, row: Row): string =>
  column === 'ethnicity' ? (row.person.ethnicity ?? '') : CELLS[column](row.person, row);
export const isFigure = (column: QueryColumn): boolean => column === 'doses' || column === 'birthWeightG';
