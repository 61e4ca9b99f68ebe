import { CVX, NATIONAL_VACCINE_CODE } from './code-systems.ts';
import type { CodeableConcept, Coding } from './fhir-types.ts';
import type { VaccineRef } from './record.ts';
import { codeOf, textOf } from './record-text.ts';

const NATIONAL_SHAPE = /^\d{4}$/;
const CVX_SHAPE = /^\d{2,3}$/;

/** Codings of a vaccine, without names: the national code, and CVX where the mapping is sure. */
export function vaccineCodings(vaccine: VaccineRef, field: string): { national: Coding; cvx: Coding | null } {
  return {
    national: { system: NATIONAL_VACCINE_CODE, code: codeOf(vaccine.code, NATIONAL_SHAPE, `${field}.code`) },
    cvx: vaccine.cvx === null ? null : { system: CVX, code: codeOf(vaccine.cvx, CVX_SHAPE, `${field}.cvx`) },
  };
}

/** The vaccine as FHIR `vaccineCode`: all codings, the name of the national table as text. */
export function vaccineConcept(vaccine: VaccineRef, field: string): CodeableConcept {
  const { national, cvx } = vaccineCodings(vaccine, field);
  return { coding: cvx ? [national, cvx] : [national], text: textOf(vaccine.name, `${field}.name`) };
}
