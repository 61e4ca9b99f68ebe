import { registerEnumType } from 'type-graphql';

/** What may be entered, by kind (S-26). `other` says it in words. */
export const HEALTH_CODES = {
  contraindication: ['permanent', 'deferred'],
  infection: [
    'measles',
    'rubella',
    'mumps',
    'varicella',
    'hepatitis_a',
    'hepatitis_b',
    'tuberculosis',
    'pertussis',
    'diphtheria',
    'tetanus',
    'poliomyelitis',
    'japanese_encephalitis',
    'meningococcal',
    'influenza',
    'hand_foot_mouth',
    'rotavirus',
    'covid_19',
    'other_infection',
  ],
  allergy: ['egg', 'milk', 'gelatin', 'neomycin', 'yeast', 'latex', 'antibiotic', 'medicine', 'food', 'other_allergy'],
} as const;
export type HealthKind = keyof typeof HEALTH_CODES;
export const HEALTH_KINDS = Object.keys(HEALTH_CODES) as HealthKind[];
export type HealthCode = (typeof HEALTH_CODES)[HealthKind][number];

const enumOf = <V extends string>(values: readonly V[]) =>
  Object.fromEntries(values.map((value) => [value, value])) as Record<V, V>;
export const HealthEntryKind = enumOf(HEALTH_KINDS);
registerEnumType(HealthEntryKind, {
  name: 'HealthEntryKind',
  description: 'contraindication 禁忌信息, infection 传染病史, allergy 过敏史 (S-26)',
});
export const HealthEntryCode = enumOf(Object.values(HEALTH_CODES).flat());
registerEnumType(HealthEntryCode, {
  name: 'HealthEntryCode',
  description: 'What a contraindication is (permanent, deferred), which disease, what somebody is allergic to.',
});
