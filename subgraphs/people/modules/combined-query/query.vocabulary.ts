import type { RegistrationState } from '../person/person.enums.ts';

/**
 * The closed vocabulary of the combined query (组合查询, J-07): which fields may be asked for, what kind of values they hold, and
 * where they stand. Nothing else of a request ever becomes SQL; values are bound.
 */
export type FieldKind = 'name' | 'choice' | 'date' | 'number' | 'division' | 'unit' | 'list' | 'presence' | 'doses';

interface FieldSpec {
  readonly kind: FieldKind;
  /** SQL of the value, of `person p`; of guardians and doses see `query.compile.ts` */
  readonly sql: string;
  /** the closed list of a choice; a pattern of its codes where the list stands elsewhere */
  readonly values?: readonly string[] | RegExp;
  /** may be unknown, and be asked for so */
  readonly isOptional?: true;
  /** field of Person in the policy: who sees it masked, or has its block hidden (J-04), must not find it out by asking */
  readonly shown?: string;
}

const STATES = [
  'active',
  'moved_out',
  'lost_to_follow_up',
  'nominal',
  'dead',
  'cancelled',
] as const satisfies readonly `${RegistrationState}`[];

export const QUERY_FIELDS = {
  name: { kind: 'name', sql: 'p.name_key' },
  sex: { kind: 'choice', sql: 'p.sex', values: ['F', 'M', 'U'] },
  birthDate: { kind: 'date', sql: 'p.birth_date' },
  /** whole months of age on the day of the query */
  ageMonths: { kind: 'number', sql: 'age_months' },
  documentType: { kind: 'choice', sql: 'p.document_type', values: /^[A-Z][A-Z_]{1,39}$/ },
  documentNumber: { kind: 'presence', sql: 'p.document_blind', isOptional: true },
  phone: { kind: 'presence', sql: 'p.phone_blind', isOptional: true },
  guardian: { kind: 'presence', sql: 'guardian', isOptional: true, shown: 'guardians' },
  guardianPhone: { kind: 'presence', sql: 'guardian_phone', isOptional: true, shown: 'guardians' },
  guardianName: { kind: 'name', sql: 'guardian_name', shown: 'guardians' },
  ethnicity: { kind: 'choice', sql: 'p.ethnicity', values: /^\d{2}$/, isOptional: true, shown: 'ethnicity' },
  residence: { kind: 'division', sql: 'p.residence' },
  residenceAddress: { kind: 'presence', sql: 'p.address_sealed', isOptional: true },
  registeredDivision: { kind: 'division', sql: 'p.registered_division', isOptional: true },
  managingClinic: { kind: 'unit', sql: 'p.managing_org_id' },
  registrationState: { kind: 'choice', sql: 'p.registration_state', values: STATES },
  endedOn: { kind: 'date', sql: 'p.ended_on', isOptional: true },
  diedOn: { kind: 'date', sql: 'p.died_on', isOptional: true },
  maritalStatus: {
    kind: 'choice',
    sql: 'p.marital_status',
    values: ['single', 'married', 'widowed', 'divorced'],
    isOptional: true,
  },
  personType: { kind: 'choice', sql: 'p.person_type', values: ['resident', 'floating', 'temporary'], isOptional: true },
  householdType: {
    kind: 'choice',
    sql: 'p.household_type',
    values: ['local', 'other_county', 'other_province', 'outside'],
    isOptional: true,
  },
  conditions: {
    kind: 'list',
    sql: 'p.conditions',
    values: /^[A-Z][A-Z0-9_]{1,59}$/,
    isOptional: true,
    shown: 'conditions',
  },
  /** grams */
  birthWeightG: { kind: 'number', sql: 'p.birth_weight_g', isOptional: true, shown: 'birthWeightG' },
  birthOrder: { kind: 'number', sql: 'p.birth_order', isOptional: true },
  updatedOn: { kind: 'date', sql: 'updated_on' },
  doses: { kind: 'doses', sql: 'doses' },
} as const satisfies Record<string, FieldSpec>;
export type QueryFieldName = keyof typeof QUERY_FIELDS;
export const fieldSpec = (field: QueryFieldName): FieldSpec => QUERY_FIELDS[field];

/** Operators by kind of field, with the number of values each takes: [at least, at most]. */
const ONE = [1, 1] as const;
const SOME = [1, 50] as const;
export const QUERY_OPERATORS = {
  name: { is: ONE, begins: ONE },
  choice: { in: SOME, not_in: SOME },
  date: { from: ONE, to: ONE, between: [2, 2] },
  number: { at_least: ONE, at_most: ONE, between: [2, 2] },
  division: { in: SOME, not_in: SOME },
  unit: { in: SOME, not_in: SOME },
  list: { in: SOME, not_in: SOME },
  presence: {},
  doses: { at_least: ONE, at_most: ONE },
} as const satisfies Record<FieldKind, Record<string, readonly [number, number]>>;
/** Operators of every field that may be unknown. */
export const PRESENCE_OPERATORS = ['filled', 'empty'] as const;
export const ALL_OPERATORS = [
  ...['is', 'begins', 'in', 'not_in', 'from', 'to', 'between', 'at_least', 'at_most'],
  ...PRESENCE_OPERATORS,
] as const;
export type QueryOperatorName =
  | 'is'
  | 'begins'
  | 'in'
  | 'not_in'
  | 'from'
  | 'to'
  | 'between'
  | 'at_least'
  | 'at_most'
  | (typeof PRESENCE_OPERATORS)[number];

/** How many values an operator takes on a field; undefined where it does not go with it. */
export function valuesTaken(field: QueryFieldName, operator: QueryOperatorName): readonly [number, number] | undefined {
  const spec = fieldSpec(field);
  if (operator === 'filled' || operator === 'empty') return spec.isOptional ? [0, 0] : undefined;
  return (QUERY_OPERATORS[spec.kind] as Partial<Record<QueryOperatorName, readonly [number, number]>>)[operator];
}

/** Which doses a condition counts; what is left out counts all. */
export interface DoseWindow {
  /** codes of the national vaccine table */
  readonly vaccines: readonly string[];
  /** dates of vaccination, both included */
  readonly from?: string | null;
  readonly to?: string | null;
  readonly clinic?: string | null;
}
export interface QueryCondition {
  readonly field: QueryFieldName;
  readonly operator: QueryOperatorName;
  readonly values: readonly string[];
  readonly doses?: DoseWindow | null;
}
export type QueryLogic = 'and' | 'or';
export interface QueryGroup {
  /** joins the conditions of the group */
  readonly logic: QueryLogic;
  readonly conditions: readonly QueryCondition[];
}
/** A query as data. Groups of conditions joined once more say whatever AND, OR and the negative operators can say. */
export interface PersonQuery {
  /** part of the caller's area, down to the township; left out: all of it */
  readonly division?: string | null;
  /** joins the groups */
  readonly logic: QueryLogic;
  readonly groups: readonly QueryGroup[];
}
export const MAX_CONDITIONS = 40;
export const MAX_QUERY_GROUPS = 10;
export const MAX_VALUE = 60;

/** Columns a result can show. */
export const QUERY_COLUMNS = [
  'name',
  'sex',
  'birthDate',
  'documentType',
  'documentNumber',
  'phone',
  'ethnicity',
  'residence',
  'residenceAddress',
  'managingClinic',
  'registrationState',
  'maritalStatus',
  'personType',
  'householdType',
  'registeredDivision',
  'conditions',
  'birthWeightG',
  'barcode',
  'doses',
  'lastDoseOn',
] as const;
export type QueryColumnName = (typeof QUERY_COLUMNS)[number];
