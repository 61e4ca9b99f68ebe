import type { PersonQueryInput, QueryField, QueryGroupInput, QueryOperator } from '../../data/generated/query.ts';

export type Query = PersonQueryInput;
export type Group = QueryGroupInput;
export type Condition = Group['conditions'][number];
export type Kind = 'name' | 'choice' | 'date' | 'number' | 'division' | 'unit' | 'list' | 'presence' | 'doses';

/** What kind of value each field holds, and whether it may be unknown; the server holds the same list. */
export const FIELDS = {
  name: { kind: 'name' },
  sex: { kind: 'choice' },
  birthDate: { kind: 'date' },
  ageMonths: { kind: 'number' },
  documentType: { kind: 'choice' },
  documentNumber: { kind: 'presence', isOptional: true },
  phone: { kind: 'presence', isOptional: true },
  guardian: { kind: 'presence', isOptional: true },
  guardianName: { kind: 'name' },
  guardianPhone: { kind: 'presence', isOptional: true },
  residence: { kind: 'division' },
  residenceAddress: { kind: 'presence', isOptional: true },
  registeredDivision: { kind: 'division', isOptional: true },
  managingClinic: { kind: 'unit' },
  registrationState: { kind: 'choice' },
  endedOn: { kind: 'date', isOptional: true },
  diedOn: { kind: 'date', isOptional: true },
  maritalStatus: { kind: 'choice', isOptional: true },
  personType: { kind: 'choice', isOptional: true },
  householdType: { kind: 'choice', isOptional: true },
  ethnicity: { kind: 'presence', isOptional: true },
  conditions: { kind: 'list', isOptional: true },
  birthWeightG: { kind: 'number', isOptional: true },
  birthOrder: { kind: 'number', isOptional: true },
  updatedOn: { kind: 'date' },
  doses: { kind: 'doses' },
} as const satisfies Record<QueryField, { kind: Kind; isOptional?: true }>;

const OPERATORS: Readonly<Record<Kind, readonly QueryOperator[]>> = {
  name: ['is', 'begins'],
  choice: ['in', 'not_in'],
  date: ['between', 'from', 'to'],
  number: ['at_least', 'at_most', 'between'],
  division: ['in', 'not_in'],
  unit: ['in', 'not_in'],
  list: ['in', 'not_in'],
  presence: [],
  doses: ['at_least', 'at_most'],
};
export const kindOf = (field: QueryField): Kind => FIELDS[field].kind;

export const operatorsOf = (field: QueryField): readonly QueryOperator[] => [
  ...OPERATORS[kindOf(field)],
  ...('isOptional' in FIELDS[field] ? (['filled', 'empty'] as const) : []),
];

/** Fields a role finds in the list: a clinic has one unit, and what inspection sees masked it cannot ask for. */
export function fieldsFor(role: string | undefined): QueryField[] {
  const hidden: readonly QueryField[] =
    role === 'inspector'
      ? ['ethnicity', 'conditions', 'birthWeightG']
      : role === 'vaccinator'
        ? ['managingClinic']
        : [];
  return (Object.keys(FIELDS) as QueryField[]).filter((field) => !hidden.includes(field));
}

/** A condition as it stands when its field is chosen. */
export function conditionOf(field: QueryField): Condition {
  const operator = operatorsOf(field)[0] ?? 'filled';
  const isDoses = kindOf(field) === 'doses';
  return { field, operator, values: isDoses ? ['1'] : [], doses: isDoses ? { vaccines: [] } : null };
}
export const FIRST_QUERY: Query = {
  division: null,
  logic: 'and',
  groups: [{ logic: 'and', conditions: [conditionOf('registrationState')] }],
};

/** Values an operator still lacks: 0 when the condition is whole. */
export function lacking({ field, operator, values }: Condition): number {
  if (operator === 'filled' || operator === 'empty') return 0;
  const needed = operator === 'between' ? 2 : 1;
  const isNumber = kindOf(field) === 'number' || kindOf(field) === 'doses';
  const whole = values.filter((value) => (isNumber ? /^\d{1,6}$/u.test(value) : value.trim() !== ''));
  return Math.max(0, needed - whole.length);
}
export const isWhole = ({ groups }: Query): boolean =>
  groups.every(({ conditions }) => conditions.every((condition) => lacking(condition) === 0));

const replaced = <T>(all: readonly T[], place: number, one: T | null): T[] =>
  all.flatMap((held, i) => (i === place ? (one === null ? [] : [one]) : [held]));

/** The query with one group changed, or without it; never without any. */
export function withGroup(query: Query, place: number, group: Group | null): Query {
  const groups = replaced(query.groups, place, group?.conditions.length === 0 ? null : group);
  return { ...query, groups: groups.length === 0 ? FIRST_QUERY.groups : groups };
}
export const withCondition = (group: Group, place: number, condition: Condition | null): Group => ({
  ...group,
  conditions: replaced(group.conditions, place, condition),
});
