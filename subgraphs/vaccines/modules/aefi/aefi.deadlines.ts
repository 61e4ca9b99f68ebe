import type { AefiSeverity, AefiState } from './aefi.codes.ts';

export const DEADLINES = ['report', 'investigation', 'findings'] as const;
export type DeadlineKind = (typeof DEADLINES)[number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** `domain/standards.md` 3.3 "Report within": 48 h to the county CDC. */
export const REPORT_MS = 48 * HOUR_MS;
/** 3.3 "2 h": death, severe disability, cluster, event of major public concern. */
export const URGENT_REPORT_MS = 2 * HOUR_MS;
/** 3.3 "Investigation": start ≤ 48 h after the report (GK). */
const INVESTIGATION_MS = 48 * HOUR_MS;
/** 3.3 "Investigation": first report ≤ 3 d (GK). */
const FINDINGS_MS = 3 * DAY_MS;
/** 3.3 "Investigation": severe and cluster: first report ≤ 7 d (GK). */
const SEVERE_FINDINGS_MS = 7 * DAY_MS;

/** The times of a case that its limits hang on. */
export interface CaseTimes {
  readonly state: AefiState;
  readonly severity: AefiSeverity;
  /** severe disability, or an event of major public concern */
  readonly majorConcern: boolean;
  readonly foundAt: Date;
  readonly reportedAt: Date | null;
  readonly reopenedAt: Date | null;
  readonly investigatedAt: Date | null;
  readonly findingsAt: Date | null;
  readonly classifiedAt: Date | null;
}
export interface Deadline {
  readonly kind: DeadlineKind;
  readonly dueAt: Date;
  /** null: still to be met */
  readonly metAt: Date | null;
}

const after = (at: Date, ms: number): Date => new Date(at.getTime() + ms);

/** True for a case of which the county, health and drug departments must hear within 2 hours. */
export const isUrgent = ({ severity, majorConcern }: Pick<CaseTimes, 'severity' | 'majorConcern'>): boolean =>
  majorConcern || severity === 'death' || severity === 'cluster';

/**
 * The limits of a case in their order, met and unmet. A case classified without an investigation needed none (common reaction); one
 * taken back has no limits; one taken up again counts from then.
 */
export function deadlinesOf(of: CaseTimes): Deadline[] {
  if (of.state === 'dismissed') return [];
  const found: Deadline[] = [
    {
      kind: 'report',
      dueAt: after(of.foundAt, isUrgent(of) ? URGENT_REPORT_MS : REPORT_MS),
      metAt: of.reportedAt,
    },
  ];
  const { reportedAt, reopenedAt, investigatedAt } = of;
  if (reportedAt && (investigatedAt || !of.classifiedAt)) {
    const from = reopenedAt && reopenedAt > reportedAt ? reopenedAt : reportedAt;
    found.push({ kind: 'investigation', dueAt: after(from, INVESTIGATION_MS), metAt: investigatedAt });
  }
  if (investigatedAt) {
    const allowed = of.severity === 'non_severe' ? FINDINGS_MS : SEVERE_FINDINGS_MS;
    found.push({ kind: 'findings', dueAt: after(investigatedAt, allowed), metAt: of.findingsAt });
  }
  return found;
}

/** The limit that runs now; null when none does. */
export const openDeadline = (of: CaseTimes): Deadline | null =>
  of.state === 'closed' ? null : (deadlinesOf(of).find((d) => d.metAt === null) ?? null);

/** True when a limit was met too late, or is not met and has passed. */
export const isLate = ({ dueAt, metAt }: Deadline, now: Date): boolean => (metAt ?? now) > dueAt;
