import { dayOf } from '@miaoben/schedule';
import {
  CHILDREN,
  FULL_COURSE_DOSES,
  fullCourseMeasure,
  HPV_GIRLS,
  JUDGED,
  maskOf,
  REPORT_SLOTS,
  type ReportSlot,
  withoutJapaneseEncephalitis,
} from './coverage.measures.ts';

/** What statistics knows of a child. */
export interface ChildFacts {
  birthDate: string;
  /** 9-digit township of residence */
  township: string;
  sex: string;
  state: string;
  /** mother HBsAg positive or unknown and low birth weight: left out of the full-course rate (SLIB) */
  fourDoseHepB: boolean;
  /** bit per position of COVERAGE_SLOTS */
  done: bigint;
  timely: bigint;
}

/** Year * 12 + month - 1 of a calendar date. */
export const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;

function bits(mask: bigint): number {
  let count = 0;
  for (let rest = mask; rest > 0n; rest &= rest - 1n) count += 1;
  return count;
}

/** Whether the dose belongs to the programme of this child. */
export function applies(slot: ReportSlot, child: Pick<ChildFacts, 'township' | 'sex' | 'birthDate'>): boolean {
  if (slot.exemptDivisions.some((d) => child.township.startsWith(d))) return false;
  return slot.girlsBornFrom === null || (child.sex === 'F' && dayOf(child.birthDate) >= slot.girlsBornFrom);
}

const DTAP = maskOf('DTaP-1', 'DTaP-2', 'DTaP-3', 'DTaP-4', 'DTaP-5');
const DIPHTHERIA = DTAP | maskOf('DT-1', 'DT-2', 'DT-3');
const JE = maskOf('JE-1', 'JE-2');
const HPV = maskOf('HPV-1', 'HPV-2');
const hpvSlot = REPORT_SLOTS.find((s) => s.slot === 'HPV-1');

/** Doses needed by an age group and all before it, by age. */
const NEEDED: ReadonlyMap<number, bigint> = (() => {
  const masks = new Map<number, bigint>();
  let mask = 0n;
  for (const { age, slots } of FULL_COURSE_DOSES) {
    mask |= maskOf(...slots);
    masks.set(age, mask);
  }
  return masks;
})();

/** Whether a child holds every dose its age group needs (全程接种; nip-schedule section 8, S46, SDTP, S29). */
export function fullCourse(child: ChildFacts, age: number): boolean {
  let needed = NEEDED.get(age) ?? 0n;
  if (withoutJapaneseEncephalitis(child.township)) needed &= ~JE;
  else if (age >= 7 && (child.done & maskOf('JE-I-1')) !== 0n) needed |= maskOf('JE-I-4');
  if (age >= 3 && (child.done & maskOf('HepA-I-1')) !== 0n) needed |= maskOf('HepA-2');
  if (hpvSlot && !applies(hpvSlot, child)) needed &= ~HPV;
  if (age >= 7) {
    // From 7 years on DT stands in for the rest: five doses of DTaP and DT together (SDTP).
    if (bits(child.done & DIPHTHERIA) < 5) return false;
    needed &= ~DTAP;
  }
  return (child.done & needed) === needed;
}

/**
 * The measures that a child is counted under, and whether it was timely; none when the child is not of the cohort here: only files
 * that are managed and active count (谁管理、谁统计; moved, lost, nominal, dead and cancelled files leave the denominator: S46,
 * standards 1.1-1.2).
 */
export function partsOf(child: ChildFacts | undefined): Map<number, boolean> {
  const parts = new Map<number, boolean>();
  if (child?.state !== 'active') return parts;
  parts.set(CHILDREN, false);
  if (hpvSlot && applies(hpvSlot, child)) parts.set(HPV_GIRLS, false);
  for (const slot of REPORT_SLOTS) {
    if ((child.done & slot.mask) === 0n || !applies(slot, child)) continue;
    parts.set(slot.measure, (child.timely & slot.mask) !== 0n);
  }
  if (child.fourDoseHepB) return parts;
  parts.set(JUDGED, false);
  for (const { age } of FULL_COURSE_DOSES) if (fullCourse(child, age)) parts.set(fullCourseMeasure(age), false);
  return parts;
}
