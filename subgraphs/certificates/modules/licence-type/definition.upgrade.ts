import type { UpgradeStep } from './definition.difference.ts';
import type { LicenceDefinition } from './definition.ts';
import { type FieldValue, type LicenceFinding, type LicenceValues, validateRow } from './definition.validate.ts';

export interface UpgradedRow {
  readonly values: LicenceValues;
  /** values of fields the newer version has no more, by their older key: kept, not shown */
  readonly archived: LicenceValues;
  /** why the row does not fit the newer version; then it stays as it is */
  readonly findings: readonly LicenceFinding[];
}

/**
 * Carries the values of one licence over to a newer version. Nothing is cut: a value that fits no more is a finding.
 * @param archived what earlier versions have put away
 */
export function upgradeRow(
  after: LicenceDefinition,
  steps: readonly UpgradeStep[],
  values: LicenceValues,
  archived: LicenceValues,
  today: string,
): UpgradedRow {
  const kept: Record<string, FieldValue> = { ...values };
  const away: Record<string, FieldValue> = { ...archived };
  const taken = new Map<string, FieldValue>();
  for (const step of steps) {
    if (step.step !== 'archive' && step.step !== 'rename') continue;
    const key = step.step === 'archive' ? step.field : step.from;
    const value = kept[key];
    delete kept[key];
    if (value === undefined) continue;
    if (step.step === 'archive') away[key] = value;
    else taken.set(step.field, value);
  }
  for (const [key, value] of taken) kept[key] = value;
  for (const step of steps) {
    if (step.step === 'add' || step.step === 'require') {
      if (kept[step.field] === undefined && step.value !== null) kept[step.field] = step.value;
    }
    if (step.step === 'codes') {
      const now = step.map[String(kept[step.field])];
      if (now !== undefined) kept[step.field] = now;
    }
  }
  const read = validateRow(after, kept, today);
  return { values: read.values, archived: away, findings: read.findings };
}
