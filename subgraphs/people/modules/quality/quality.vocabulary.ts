import * as v from 'valibot';

/** Fields of a file that a rule may look at; `guardianPhone` is empty when no guardian has one, `doses` when there is none. */
export const QUALITY_FIELDS = [
  'name',
  'sex',
  'birthDate',
  'documentNumber',
  'phone',
  'guardians',
  'guardianPhone',
  'ethnicity',
  'residence',
  'residenceAddress',
  'birthWeightG',
  'birthHospital',
  'birthCertificate',
  'parents',
  'householdType',
  'registrationState',
  'doses',
] as const;
export type QualityField = (typeof QUALITY_FIELDS)[number];

/** Fields of the basic data set whose presence is checked on each file, in the order they are told. */
export const GAP_FIELDS = [
  'name',
  'sex',
  'birthDate',
  'documentNumber',
  'contact',
  'residenceAddress',
  'birthHospital',
  'birthCertificate',
  'parents',
  'householdType',
] as const;
export type GapField = (typeof GAP_FIELDS)[number];
export const GAP_FAULTS = ['missing', 'inconsistent'] as const;
export interface Gap {
  readonly field: GapField;
  readonly fault: (typeof GAP_FAULTS)[number];
}

/** What can be proposed to put a finding right without a person looking at each file. */
export const QUALITY_REPAIRS = [
  'normalise_name',
  'derive_sex',
  'derive_birth_date',
  'map_division',
  'clear_phone',
  'clear_ethnicity',
  'clear_birth_weight',
  'close_file',
] as const;
export type QualityRepair = (typeof QUALITY_REPAIRS)[number];

/** Steps of the work that a finding stops (H-03). */
export const QUALITY_BREAKS = ['binding', 'booking', 'school_check'] as const;
export const QUALITY_SEVERITIES = ['error', 'warning'] as const;

/** The closed vocabulary of conditions. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly is: 'empty'; readonly field: QualityField }
  | { readonly is: 'unreadable'; readonly field: 'name' | 'documentNumber' }
  | { readonly is: 'not_normal'; readonly field: 'name' }
  | { readonly is: 'not_pattern'; readonly field: QualityField; readonly pattern: string }
  | { readonly is: 'not_in_list'; readonly field: 'ethnicity' | 'residence'; readonly list: 'ethnicity' | 'division' }
  | { readonly is: 'differs_from_document'; readonly field: 'sex' | 'birthDate' }
  | { readonly is: 'date_outside'; readonly field: 'birthDate'; readonly from: string; readonly to: 'today' }
  | { readonly is: 'number_outside'; readonly field: 'birthWeightG'; readonly min: number; readonly max: number }
  | { readonly is: 'older_than'; readonly months: number }
  | { readonly is: 'newborn_name' }
  | { readonly is: 'retired_division' }
  | { readonly is: 'household_type_differs' }
  | { readonly is: 'death_confirmed' }
  | { readonly is: 'death_before_birth' }
  | { readonly is: 'dose_before_birth' }
  | { readonly is: 'dose_in_future' }
  | { readonly is: 'dose_after_death' }
  | { readonly is: 'dose_after_expiry' }
  | { readonly is: 'dose_doubled' };

/** Conditions that one of the doses of a file meets. */
export const DOSE_CONDITIONS = [
  'dose_before_birth',
  'dose_in_future',
  'dose_after_death',
  'dose_after_expiry',
  'dose_doubled',
] as const satisfies readonly Extract<Condition, { is: string }>['is'][];

const isPattern = (text: string): boolean => {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
};
const field = v.picklist(QUALITY_FIELDS);
const conditions = v.pipe(v.array(v.lazy(() => condition)), v.minLength(1));
const condition: v.GenericSchema<Condition> = v.union([
  v.strictObject({ all: conditions }),
  v.strictObject({ any: conditions }),
  v.strictObject({ not: v.lazy(() => condition) }),
  v.variant('is', [
    v.strictObject({ is: v.literal('empty'), field }),
    v.strictObject({ is: v.literal('unreadable'), field: v.picklist(['name', 'documentNumber']) }),
    v.strictObject({ is: v.literal('not_normal'), field: v.literal('name') }),
    v.strictObject({ is: v.literal('not_pattern'), field, pattern: v.pipe(v.string(), v.check(isPattern)) }),
    v.strictObject({
      is: v.literal('not_in_list'),
      field: v.picklist(['ethnicity', 'residence']),
      list: v.picklist(['ethnicity', 'division']),
    }),
    v.strictObject({ is: v.literal('differs_from_document'), field: v.picklist(['sex', 'birthDate']) }),
    v.strictObject({
      is: v.literal('date_outside'),
      field: v.literal('birthDate'),
      from: v.pipe(v.string(), v.isoDate()),
      to: v.literal('today'),
    }),
    v.strictObject({
      is: v.literal('number_outside'),
      field: v.literal('birthWeightG'),
      min: v.number(),
      max: v.number(),
    }),
    v.strictObject({ is: v.literal('older_than'), months: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
    v.strictObject({ is: v.literal('newborn_name') }),
    v.strictObject({ is: v.literal('retired_division') }),
    v.strictObject({ is: v.literal('household_type_differs') }),
    v.strictObject({ is: v.literal('death_confirmed') }),
    v.strictObject({ is: v.literal('death_before_birth') }),
    v.strictObject({ is: v.picklist(DOSE_CONDITIONS) }),
  ]),
]);

const STATES = ['active', 'moved_out', 'lost_to_follow_up', 'nominal', 'dead', 'cancelled'] as const;
const COUNTY = v.pipe(v.string(), v.regex(/^\d{6}$/));

const rule = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z_]{1,39}$/)),
  title: v.pipe(v.string(), v.nonEmpty()),
  titleEn: v.pipe(v.string(), v.nonEmpty()),
  severity: v.picklist(QUALITY_SEVERITIES),
  fields: v.pipe(v.array(field), v.minLength(1)),
  breaks: v.array(v.picklist(QUALITY_BREAKS)),
  /** registration states of the files it is held against */
  states: v.optional(v.array(v.picklist(STATES)), ['active', 'lost_to_follow_up', 'nominal']),
  when: condition,
  /** what the rule tells on the single file */
  gap: v.optional(v.strictObject({ field: v.picklist(GAP_FIELDS), fault: v.picklist(GAP_FAULTS) })),
  /** false: told on the single file only, no finding of the desk */
  counted: v.optional(v.boolean(), true),
  repair: v.optional(v.picklist(QUALITY_REPAIRS)),
});
export type QualityRule = v.InferOutput<typeof rule>;

const ruleSet = v.pipe(
  v.strictObject({
    version: v.pipe(v.string(), v.nonEmpty()),
    source: v.string(),
    divisionChanges: v.array(v.tuple([COUNTY, COUNTY])),
    rules: v.array(rule),
  }),
  v.check(({ rules }) => new Set(rules.map((r) => r.id)).size === rules.length, 'a rule stands twice'),
);
export type QualityRuleSet = v.InferOutput<typeof ruleSet>;

/** Reads a document of rules. @throws when it leaves the closed vocabulary */
export const readRuleSet = (document: unknown): QualityRuleSet => v.parse(ruleSet, document);
