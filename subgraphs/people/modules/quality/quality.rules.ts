import { isEthnicity, isNewbornName, parseDocument, parseName } from '@miaoben/identifiers';
import { divisions } from '@miaoben/seeds/reference/divisions';
import { qualityRules } from '@miaoben/seeds/reference/quality-rules';
import { householdTypeFrom } from '../details/details.rules.ts';
import type { PersonFile } from '../person/person.file.ts';
import {
  type Condition,
  GAP_FAULTS,
  GAP_FIELDS,
  type Gap,
  type QualityField,
  type QualityRule,
  type QualityRuleSet,
  readRuleSet,
} from './quality.vocabulary.ts';

/** What the rules are held against: one file with its guardians, and what is known of its death. */
export interface CheckedFile {
  readonly file: PersonFile;
  /** by a confirmed report of the death, or by the file itself */
  readonly diedOn: string | null;
  readonly today: string;
  /** doses that stand, by date */
  readonly doses: readonly CheckedDose[];
  /** the township of residence stands, also when it is younger than the reference data (J-09) */
  readonly isKnownPlace: boolean;
}
/** What the rules look at of a dose. */
export interface CheckedDose {
  readonly vaccine: string;
  readonly givenOn: string;
  /** last day of use of its lot, where the lot is known */
  readonly expiresOn: string | null;
}

const COUNTY_DIGITS = 6;

const whole = readRuleSet(qualityRules());
/** The rules in force whose findings the desk counts. */
export const RULE_SET: QualityRuleSet = { ...whole, rules: whole.rules.filter((r) => r.counted) };
/** Those that are told on the single file, in the order of the basic data set; what is missing before what is inconsistent. */
const GAP_RULES = GAP_FIELDS.flatMap((field) =>
  GAP_FAULTS.flatMap((fault) => whole.rules.filter((r) => r.gap?.field === field && r.gap.fault === fault)),
);
const townships = new Set(divisions().flatMap(({ code }) => (code.length === 9 ? [code] : [])));
const successors = new Map(RULE_SET.divisionChanges);

/** The township in the county that took the place of one no longer in use; null when the code is in use or nothing took its place. */
export function successorOf(township: string): string | null {
  if (townships.has(township)) return null;
  const county = successors.get(township.slice(0, COUNTY_DIGITS));
  return county === undefined ? null : `${county}${township.slice(COUNTY_DIGITS)}`;
}

export const ruleOf = (id: string): QualityRule | undefined => RULE_SET.rules.find((r) => r.id === id);

function textOf({ file, doses }: CheckedFile, field: QualityField): string {
  switch (field) {
    case 'doses':
      return doses.map((d) => d.vaccine).join(' ');
    case 'sex':
      return file.sex === 'U' ? '' : file.sex;
    case 'guardians':
      return file.guardians.map((g) => g.name).join(' ');
    case 'birthCertificate':
      return (file.documentType === 'BIRTH_CERTIFICATE' ? file.documentNumber : file.birthCertificate) ?? '';
    case 'parents':
      return file.guardians
        .filter((g) => g.relation !== 'other')
        .map((g) => g.relation)
        .join(' ');
    case 'guardianPhone':
      return file.guardians.find((g) => g.phone)?.phone ?? '';
    default:
      return String(file[field] ?? '').trim();
  }
}

/** Birth date and sex that the document number itself carries. */
export function carriedByDocument({ file, today }: CheckedFile): { birthDate?: string; sex?: 'F' | 'M' } {
  if (!file.documentNumber) return {};
  const document = parseDocument(file.documentType, file.documentNumber, today);
  if (!document.ok) return {};
  const { birthDate, sex } = document.value;
  return { ...(birthDate && { birthDate }), ...(sex && { sex }) };
}

/** The same day so many months later; the last of the month when there is no such day. */
function monthsAfter(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const at = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  at.setUTCDate(Math.min(day, last));
  return at.toISOString().slice(0, 10);
}

const patterns = new Map<string, RegExp>();
function pattern(text: string): RegExp {
  const held = patterns.get(text) ?? new RegExp(text, 'u');
  patterns.set(text, held);
  return held;
}

/** True when the condition holds of a file. Nothing that is empty is malformed, out of a range or off a list. */
export function holds(when: Condition, checked: CheckedFile): boolean {
  const { file, today, diedOn, doses } = checked;
  if ('all' in when) return when.all.every((c) => holds(c, checked));
  if ('any' in when) return when.any.some((c) => holds(c, checked));
  if ('not' in when) return !holds(when.not, checked);
  switch (when.is) {
    case 'empty':
      return textOf(checked, when.field) === '';
    case 'unreadable':
      return when.field === 'name'
        ? !parseName(file.name).ok
        : !parseDocument(file.documentType, file.documentNumber ?? '', today).ok;
    case 'not_normal': {
      const name = parseName(file.name);
      return name.ok && name.value !== file.name;
    }
    case 'not_pattern': {
      const text = textOf(checked, when.field);
      return text !== '' && !pattern(when.pattern).test(text);
    }
    case 'not_in_list': {
      const text = textOf(checked, when.field);
      const isListed = when.list === 'ethnicity' ? isEthnicity(text) : townships.has(text) || checked.isKnownPlace;
      return text !== '' && !isListed;
    }
    case 'differs_from_document': {
      const carried = carriedByDocument(checked)[when.field];
      return carried !== undefined && carried !== file[when.field];
    }
    case 'date_outside':
      return file.birthDate < when.from || file.birthDate > today;
    case 'number_outside':
      return file.birthWeightG !== null && (file.birthWeightG < when.min || file.birthWeightG > when.max);
    case 'older_than':
      return monthsAfter(file.birthDate, when.months) <= today;
    case 'newborn_name':
      return isNewbornName(file.name);
    case 'retired_division':
      return successorOf(file.residence) !== null;
    case 'household_type_differs': {
      const recognised = householdTypeFrom(file, file.registeredDivision);
      return recognised !== null && file.householdType !== null && recognised !== file.householdType;
    }
    case 'death_confirmed':
      return diedOn !== null;
    case 'death_before_birth':
      return diedOn !== null && diedOn < file.birthDate;
    case 'dose_before_birth':
      return doses.some((d) => d.givenOn < file.birthDate);
    case 'dose_in_future':
      return doses.some((d) => d.givenOn > today);
    case 'dose_after_death':
      return diedOn !== null && doses.some((d) => d.givenOn > diedOn);
    case 'dose_after_expiry':
      return doses.some((d) => d.expiresOn !== null && d.givenOn > d.expiresOn);
    case 'dose_doubled':
      return new Set(doses.map((d) => `${d.vaccine} ${d.givenOn}`)).size < doses.length;
  }
}

/** True when the file breaks the rule; one that was deleted breaks none. */
export const breaksRule = (rule: QualityRule, checked: CheckedFile): boolean =>
  checked.file.deletedOn === null &&
  (rule.states as readonly string[]).includes(checked.file.registrationState) &&
  holds(rule.when, checked);

/** Rules that a file breaks, in the order of the set. */
export const findingsOf = (checked: CheckedFile, rules: readonly QualityRule[] = RULE_SET.rules): string[] =>
  rules.filter((rule) => breaksRule(rule, checked)).map((rule) => rule.id);

/**
 * What of the basic data set (受种者基本资料, Q-01) a file lacks, and what in it contradicts itself: each field once, by the same rules the
 * desk counts by. The registration of the file plays no part.
 */
export function gapsOf(file: PersonFile, today: string): Gap[] {
  // The basic data set knows nothing of doses, places or deaths.
  const checked: CheckedFile = { file, today, diedOn: file.diedOn, doses: [], isKnownPlace: true };
  const broken = GAP_RULES.filter((rule) => holds(rule.when, checked)).flatMap(({ gap }) => (gap ? [gap] : []));
  return broken.filter((gap, i) => broken.findIndex((other) => other.field === gap.field) === i);
}
