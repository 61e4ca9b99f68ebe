export { type ConsentContent, type ConsentTextSeed, consentTexts } from './consent-texts.ts';
export { type Dictionary, type DictionaryId, type DictionaryItem, dictionaries, dictionary } from './dictionaries.ts';
export { type Division, type DivisionLevel, divisions, fullDivisionName } from './divisions.ts';
export { type LicenceTypeSeed, licenceTypes } from './licence-types.ts';
export { type NipScheduleDocument, nipSchedule } from './nip-schedule.ts';
export { CONTAINER_TYPES, type Product, products } from './products.ts';
export { type ScreeningFormSeed, screeningForms } from './screening-questions.ts';
export { type CvxMapping, cvxMappings } from './vaccine-cvx.ts';
export { type VaccineCode, vaccines } from './vaccines.ts';
