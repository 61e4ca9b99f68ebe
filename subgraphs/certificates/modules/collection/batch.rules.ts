import type { InputReason } from '@miaoben/schema';
import type { LicenceDefinition } from '../licence-type/definition.ts';
import type { LicenceFinding, LicenceValues } from '../licence-type/definition.validate.ts';

/** States of a batch; the README draws them. */
export const BATCH_STATES = ['uploading', 'reading', 'taking', 'taken', 'refused', 'failed', 'withdrawn'] as const;
export type BatchState = (typeof BATCH_STATES)[number];

/** What can happen to a batch. */
export const BATCH_STEPS = ['arrive', 'pass', 'refuse', 'fail', 'take', 'correct', 'withdraw'] as const;
export type BatchStep = (typeof BATCH_STEPS)[number];

const NEXT: Record<BatchState, Partial<Record<BatchStep, BatchState>>> = {
  uploading: { arrive: 'reading', withdraw: 'withdrawn' },
  reading: { pass: 'taking', refuse: 'refused', fail: 'failed' },
  taking: { take: 'taken', refuse: 'refused' },
  refused: { correct: 'uploading', withdraw: 'withdrawn' },
  failed: { correct: 'uploading', withdraw: 'withdrawn' },
  taken: {},
  withdrawn: {},
};

/** The state after a step, or null where the step is not allowed. */
export const after = (state: BatchState, step: BatchStep): BatchState | null => NEXT[state][step] ?? null;

/** The states a step may start from. */
export const before = (step: BatchStep): BatchState[] => BATCH_STATES.filter((state) => NEXT[state][step]);

/**
 * Rules of the quality gate. `key` and `business_date` are those of the exchange (J-43), the others those of the licences (J-46 … J-48).
 */
export const QUALITY_RULES = ['key', 'business_date', 'completeness', 'accuracy', 'uniqueness'] as const;
export type QualityRule = (typeof QUALITY_RULES)[number];

export interface GateFinding {
  /** key of the field, null for the row as a whole */
  readonly field: string | null;
  readonly rule: QualityRule;
  readonly code: string;
}

/** Under which rule a finding of the definition falls. */
export function ruleOf(definition: LicenceDefinition, finding: LicenceFinding): QualityRule {
  if (finding.code === 'duplicate') return 'uniqueness';
  if (finding.field === definition.businessDate) return 'business_date';
  if (finding.code !== 'required') return 'accuracy';
  return definition.primaryKey.includes(finding.field) ? 'key' : 'completeness';
}

const DATE = /^\d{4}-\d{2}-\d{2}$/u;

/** Dates another system sends are `YYYY-MM-DD` and nothing else (J-47): what a person may type is not taken here. */
export function looseDates(definition: LicenceDefinition, cells: Readonly<Record<string, unknown>>): LicenceFinding[] {
  const found: LicenceFinding[] = [];
  for (const { key, type } of definition.fields) {
    const cell = cells[key];
    if (type === 'date' && cell !== undefined && !(typeof cell === 'string' && DATE.test(cell.trim())))
      found.push({ field: key, code: 'format' });
  }
  return found;
}

/** 有效标志: 1 (also when it is left out) or 0; null for anything else. */
export function flagOf(cell: unknown): 0 | 1 | null {
  if (cell === undefined || cell === null) return 1;
  const text = String(cell).trim();
  return text === '1' ? 1 : text === '0' ? 0 : null;
}

/** Values that together say of which licence a row speaks; null while one is missing. */
export function keyOf(definition: LicenceDefinition, values: LicenceValues): string | null {
  const parts = definition.primaryKey.map((key) => values[key]);
  return parts.some((part) => part === undefined) ? null : JSON.stringify(parts);
}

/** A file cannot be taken as it is; the reason is told to its sender. */
export class Unreadable extends Error {
  readonly reason: InputReason;
  constructor(reason: InputReason) {
    super(reason);
    this.reason = reason;
  }
}
