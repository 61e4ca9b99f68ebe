import type { RosterEntry } from '@miaoben/credential/verify';
import type { RowVerdict, SchoolCheckRowsQuery } from '../../data/generated/school.ts';

/** One pupil of a check, as the server judged the row. */
export type Pupil = NonNullable<SchoolCheckRowsQuery['schoolCheck']>['rows']['nodes'][number];

/** Verdicts in the order in which a school reads them. */
export const VERDICTS = [
  'complete',
  'missing_doses',
  'no_file',
  'postponed',
  'not_yet_due',
  'candidate',
  'to_mend',
] as const satisfies readonly RowVerdict[];

/** Grade and class as one name; empty when the list gives neither. */
export const classOf = ({ grade, className }: Pick<Pupil, 'grade' | 'className'>): string =>
  [grade, className].filter(Boolean).join(' ');

const byName = new Intl.Collator('zh-CN', { numeric: true });

/** The classes of a list with their pupils, 一年级 2班 before 一年级 10班; pupils without a class come last. */
export function byClass(pupils: readonly Pupil[]): { name: string; pupils: Pupil[] }[] {
  return [...Map.groupBy(pupils, classOf)]
    .map(([name, own]) => ({ name, pupils: own }))
    .sort((a, b) => Number(!a.name) - Number(!b.name) || byName.compare(a.name, b.name));
}

export interface RosterFilter {
  /** null: every verdict. */
  verdict: RowVerdict | null;
  /** null: every class; '' those without one. */
  className: string | null;
  /** Part of a name. */
  text: string;
}

export function filterPupils(pupils: readonly Pupil[], { verdict, className, text }: RosterFilter): Pupil[] {
  const wanted = text.trim();
  return pupils.filter(
    (pupil) =>
      (verdict === null || pupil.verdict === verdict) &&
      (className === null || classOf(pupil) === className) &&
      pupil.name.includes(wanted),
  );
}

/** Pupils by verdict; every verdict has its number. */
export function countVerdicts(pupils: readonly Pick<Pupil, 'verdict'>[]): Record<RowVerdict, number> {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<RowVerdict, number>;
  for (const { verdict } of pupils) counts[verdict] += 1;
  return counts;
}

/**
 * What a scanned code is matched with: masked name and birth date. The document number stays on the server, so two
 * pupils alike in both are told apart by the checker.
 */
export const rosterEntries = (pupils: readonly Pupil[]): RosterEntry[] =>
  pupils.flatMap(({ number, name, birthDate }) =>
    birthDate === null ? [] : [{ ref: String(number), name, birthDate, idNumber: null }],
  );

/** Who gets a notice home: doses missing, or no file found. */
export const needsNotice = ({ verdict }: Pick<Pupil, 'verdict'>): boolean =>
  verdict === 'missing_doses' || verdict === 'no_file';
