export { daysInMonth, type IsoDate, isoDate } from './civil-date.ts';
export { type ReadDateOptions, readDate } from './date.ts';
export { DOCUMENT_TYPES, type DocumentNumber, type DocumentType, isDocumentType, parseDocument } from './document.ts';
export {
  IDENTIFIER_ERROR_CODES,
  type IdentifierError,
  type IdentifierErrorCode,
  type IdentifierResult,
  type IdentifierValue,
} from './errors.ts';
export { ETHNICITY_CODES, ethnicityName, ethnicityNames, ethnicityWords, isEthnicity } from './ethnicity.ts';
export { maskDocumentNumber, maskName, maskPhone } from './mask.ts';
export {
  compareNames,
  isNewbornName,
  type NameComparison,
  type NameVerdict,
  nameKey,
  newbornName,
  parseName,
} from './name.ts';
export { personCode, type ReadPersonCode, readPersonCode, spacedPersonCode } from './person-code.ts';
export { type Phone, parsePhone } from './phone.ts';
export {
  isProvincePrefix,
  parseResidentId,
  type ResidentId,
  type ResidentIdKind,
  residentIdCheckCharacter,
  residentIdDifference,
  type Sex,
} from './resident-id.ts';
export { type NameSearch, readNameSearch } from './search-text.ts';
export {
  describeSuspicions,
  type NormalisedText,
  normaliseProse,
  normaliseText,
  type Suspicion,
  type SuspicionKind,
} from './text.ts';
export { toSimplified } from './traditional.ts';
export {
  type CodeBase,
  type CodedFile,
  codeBaseOf,
  joinCode,
  splitCode,
  type UnifiedCodeSource,
  unifiedCode,
  unifiedCodeKind,
} from './unified-code.ts';
export { parseUnitCode, SPECIAL_UNIT_CODES, type SpecialUnit, type UnitCode } from './unit-code.ts';
export { isUuidV7, uuidV7From, uuidV7Time } from './uuid-v7.ts';
