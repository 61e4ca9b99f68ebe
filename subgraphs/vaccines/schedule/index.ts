export { hepBOfExposedChild, type IpvNeed, ipvNeeded } from './child-facts.ts';
export {
  CONDITION_ALIASES,
  CONDITION_CODES,
  type ConditionCode,
  OBSERVATION_CODES,
  type ObservationCode,
} from './conditions.ts';
export { SubjectError } from './context.ts';
export {
  COVERAGE_SLOTS,
  type CountedSlot,
  type CoverageSlot,
  coverageSlots,
  PROGRAMME_SLOTS,
} from './coverage.ts';
export {
  addDays,
  addMonths,
  addYears,
  ageAt,
  type DayNumber,
  dayOf,
  diffDays,
  type IsoDate,
  isoOf,
  type Period,
  parsePeriod,
  plus,
} from './dates.ts';
export { type EntryAssessment, type EntryResult, entryAssessment, type MissingDose } from './entry.ts';
export { evaluate, judge } from './evaluate.ts';
export { type DoctorWords, explain, seriesName, type Words } from './explain.ts';
export { forecast } from './forecast.ts';
export { checkScheduleFormat } from './format/document.ts';
export { loadSchedule, scheduleVersions, type VersionChoice } from './load.ts';
export { evaluateWithOthers, forecastOthers, type OtherForecast } from './nonprogramme/outside.ts';
export { rulesOfPlace } from './place.ts';
export { type PlannedDose, remainingDoses } from './plan.ts';
export {
  type RabiesExposure,
  type RabiesPlan,
  type RabiesPlannedDay,
  rabiesBefore,
  rabiesPlan,
} from './rabies/plan.ts';
export { ScheduleFormatError } from './reader.ts';
export { DOSE_REASONS, FORECAST_REASONS, type Reason, type ReasonCode, type ReasonFacts } from './reasons.ts';
export { type Rule, ruleOf } from './rule-of.ts';
export {
  type DoseRule,
  isInjectedLive,
  type Schedule,
  type SeriesRules,
  seriesOfVaccine,
  type VaccineCode,
  type VersionInForce,
  vaccineName,
} from './schedule.ts';
export {
  type DeclaredGroup,
  declaredGroupsOf,
  GROUP_FACTS,
  latestEnd,
  mayBelong,
  SPECIAL_GROUP_NAMES,
  SPECIAL_GROUPS,
  type SpecialGroup,
  specialGroupsOf,
} from './special-groups.ts';
export { type DoseTrace, type SeriesTrace, type Trace, trace } from './trace.ts';
export { CHECK_KINDS, type CheckKind, RULE_SETS, type RuleSet, type TraceFrom, type TraceStep } from './trace-step.ts';
export { type TraceWords, traceText } from './trace-text.ts';
export * from './types.ts';
export { type VisitItem, type VisitLimits, type VisitPlan, visitOf, visitPlan } from './visit.ts';
