import type { AefiClass } from './aefi-classes.ts';
import type { NoticeKind } from './notices.ts';
import type { Role } from './roles.ts';

/**
 * Events between subgraphs. Each subgraph writes to its outbox in the transaction of the change; consumers keep a cursor.
 * Every event carries the full state of its key, so that handling one twice, or rebuilding from zero, gives the same result.
 */
export interface PersonChanged {
  type: 'person.changed';
  personId: string;
  birthDate: string;
  sex: 'F' | 'M' | 'U';
  /** 9-digit township of residence */
  divisionCode: string;
  managingOrgId: string;
  registrationState: string;
  conditions: string[];
  birthWeightG: number | null;
  /**
   * 户籍类型: `local`, `other_county`, `other_province`, `outside`; null where the file does not tell. Left out by events written
   * before it was told: not known. The command `tell-files` tells the files once more.
   */
  householdType?: string | null;
  /** keyed blind index of the document number and of normalised name + birth date (kernel `documentBlind`, `nameBlind`) */
  documentBlind: string | null;
  nameBlind: string;
  /** name and document number, encrypted (kernel `sealIdentity`, `openIdentity`) */
  sealed: string;
  version: number;
  /** birth date before a correction, when this change moved it */
  previousBirthDate?: string;
}
export interface BindingChanged {
  type: 'binding.changed';
  accountId: string;
  personId: string;
  bound: boolean;
}
export interface CoverageChanged {
  type: 'coverage.changed';
  personId: string;
  birthDate: string;
  divisionCode: string;
  managingOrgId: string;
  registrationState: string;
  sex: 'F' | 'M' | 'U';
  /** every slot counted for coverage now (schedule package, COVERAGE_SLOTS) */
  slots: { slot: string; date: string; timely: boolean }[];
  /**
   * Grows with each calculation for the person. The outbox is ordered by the start of transactions: a long one (an import) that
   * calculates a person last comes before a short one that did so first.
   */
  version: number;
  /** what of the surroundings of the record changed it; absent: the record itself, or the schedule */
  cause?: 'lot_recalled';
}
export interface DoseChanged {
  type: 'dose.changed';
  doseId: string;
  personId: string;
  /** the merged file it was recorded for, where it stands with the one that stands for that; left out where it is that file's own */
  originPersonId?: string;
  birthDate: string;
  date: string;
  vaccine: string;
  state: 'given' | 'voided';
  clinicId: string | null;
  /** `product:number` of its lot (vaccines, `lotId`); left out by events written before it was told, null where no lot is recorded */
  lot?: string | null;
  /** last day of use of its lot, as far as the lot is known; left out or null: not known */
  lotExpiresOn?: string | null;
}
export interface OrganisationChanged {
  type: 'organisation.changed';
  organisationId: string;
  code: string;
  name: string;
  kind: string;
  divisionCode: string;
  /** first day on which it works no more, YYYY-MM-DD; left out or null while it works */
  closedOn?: string | null;
}
/** Divisions that changed together (区划变更, J-09), and once more when they were put back. */
export interface DivisionsChanged {
  type: 'divisions.changed';
  orderId: string;
  /** the other way round: what went along the successions comes back */
  isUndone: boolean;
  /** account and role that ordered it */
  by: string;
  role: Role;
  /** one after the other; `only` where not everything goes: what villages (by name) or units tell */
  successions: { from: string; to: string; only: { villages: string[]; units: string[] } | null }[];
  /** names that hold from now on */
  names: { code: string; name: string }[];
  /** divisions that stand no more */
  removed: string[];
}
/** The schedule document in use; the first one of a platform is that of its release and is not told. */
export interface ScheduleChanged {
  type: 'schedule.changed';
  documentId: string;
  /** as `loadSchedule` of the schedule package reads it */
  document: unknown;
  /** what provinces lay on it */
  layers: unknown[];
}
/** One issue of a vaccination certificate (预防接种证), whole. */
export interface CertificateChanged {
  type: 'certificate.changed';
  certificateId: string;
  personId: string;
  birthDate: string;
  /** 9-digit township of residence when it was issued */
  divisionCode: string;
  /** organisation whose seal stands for it */
  issuerId: string;
  state: 'valid' | 'revoked';
  /** instants, ISO 8601 in UTC */
  issuedAt: string;
  sealedAt: string | null;
  revokedAt: string | null;
  /** `replaced`, `record_changed`, `person_changed`, `file_closed`, `person_merged`, `lot_recalled`, `key_compromised`, `holder` (cancelled), `issuer` (voided) */
  revokedReason: string | null;
  /** true when it took the place of an earlier one of the same person */
  isRenewal: boolean;
  applicationId: string | null;
  /** grows with each change of this issue */
  version: number;
}
/** An application for a vaccination certificate (电子接种证申领), whole. */
export interface ApplicationChanged {
  type: 'application.changed';
  applicationId: string;
  personId: string;
  birthDate: string;
  divisionCode: string;
  issuerId: string;
  state: 'submitted' | 'approved' | 'refused' | 'withdrawn';
  /** for oneself or for a family member */
  relation: 'self' | 'family';
  submittedAt: string;
  decidedAt: string | null;
  version: number;
}
/** One use of a certificate or licence (用证, 亮证): shown, verified, fetched, downloaded, printed. Only ever added. */
export interface CredentialUsed {
  type: 'credential.used';
  useId: string;
  /** slug of the type: `vaccination_certificate`, `health_certificate` … */
  licenceType: string;
  certificateId: string | null;
  birthDate: string | null;
  use: 'verified' | 'shown' | 'fetched' | 'downloaded' | 'printed';
  /** organisation that used it; null for the holder and for nobody known */
  organisationId: string | null;
  /** calling system of a partner, else null */
  system: string | null;
  divisionCode: string | null;
  at: string;
}
/** A pupil's row of an entry check (入托入学查验), whole: what the summary counts. */
export interface PupilChecked {
  type: 'pupil.checked';
  checkId: string;
  /** id of the pupil's row, the key of this event */
  rowId: string;
  /** school year and term, `YYYYS`: 20261 autumn, 20262 spring */
  round: string;
  schoolId: string;
  /** division of the school */
  divisionCode: string;
  checkType: 'entry' | 'transfer' | 'inserted' | 'recheck';
  /** null while the pupil is enrolled and not checked */
  result: 'complete' | 'missing_doses' | 'no_file' | 'postponed' | 'not_yet_due' | null;
  certificateSeen: boolean | null;
  missing: { series: string; dose: number }[];
  caughtUp: { series: string; dose: number }[];
  reissued: boolean;
  recheckedOn: string | null;
  /** false once the pupil left: the row counts no more */
  isEnrolled: boolean;
  checkedOn: string | null;
  version: number;
}
/** A suspected adverse event (疑似预防接种异常反应), whole: what is counted of it, and nothing that says whose it is. */
export interface AefiChanged {
  type: 'aefi.changed';
  caseId: string;
  /** false while only a family tells of it, and once it was dismissed */
  isCounted: boolean;
  /** 严重: severe, a cluster or a death */
  isSerious: boolean;
  /** null: not classified */
  cause: AefiClass | null;
  /** national code of the most suspect dose */
  vaccine: string;
  /** `product:number` of its lot (vaccines, `lotId`); null where none is recorded */
  lot: string | null;
  /** YYYY-MM-DD in China, as the two after it */
  givenOn: string;
  onsetOn: string;
  /** null until it is a report */
  reportedOn: string | null;
  /** reported after its limit: 48 hours from finding it, 2 where it is urgent */
  isLate: boolean;
  /** the clinic that reports it */
  unitId: string;
  /** 9-digit township of residence at the time of the report */
  divisionCode: string;
  /** completed years at the onset */
  age: number;
  /** grows each time the case is told */
  version: number;
}
/** A lot that may not be used any more, or whose doses are looked at again (批号召回). */
export interface LotRecalled {
  type: 'lot.recalled';
  recallId: string;
  lotId: string;
  lotNumber: string;
  productId: string;
  /** `stopped`: not to be given; doses stand. `void`: doses given from it do not count. `lifted`: taken back. */
  effect: 'stopped' | 'void' | 'lifted';
  recalledOn: string;
}
/** A file that was joined to another one, or parted from it again (合并, 撤销合并). */
export interface PersonMerged {
  type: 'person.merged';
  /** the file that ended */
  personId: string;
  /** the file that stands for both; null once the merge is undone */
  survivorId: string | null;
  version: number;
}
/** A visitor from another province was given a file (异地受种者, Q-12): the doses of the other province. Told once for a file. */
export interface VisitorTaken {
  type: 'visitor.taken';
  personId: string;
  /** home province, two digits of GB/T 2260 */
  province: string;
  /** account that took the visitor */
  takenBy: string;
  /** instant, ISO 8601 in UTC */
  takenAt: string;
  /** `vaccine`: national code of four digits; `clinicName` begins with the name of the province */
  doses: { doseId: string; date: string; vaccine: string; lotNumber: string | null; clinicName: string }[];
}
/** Something a person is to be told (`NOTICE_KINDS`): in the app, and by SMS where the kind says so. identity delivers. */
export interface NoticeRequested {
  type: 'notice.requested';
  noticeId: string;
  kind: NoticeKind;
  /** who is told; null when only a phone number or a document is known (they stand sealed) */
  accountId: string | null;
  /** opaque id the app opens, e.g. a person or a certificate; never personal data */
  subjectId: string | null;
  /** `NoticeContent` of the kernel, encrypted */
  sealed: string;
  at: string;
}
/** What became of a notice. */
export interface NoticeDelivered {
  type: 'notice.delivered';
  noticeId: string;
  /**
   * `delivered`: it stands in the inbox. `failed`: by no way (no inbox, no message), or the short message did not go out.
   * `sms_uncertain`: handed to the SMS service, but whether it was taken is not known; it is not sent again.
   */
  state: 'delivered' | 'sms_sent' | 'sms_uncertain' | 'failed' | 'read';
  at: string;
}
export type MiaobenEvent =
  | PersonChanged
  | BindingChanged
  | CoverageChanged
  | DoseChanged
  | OrganisationChanged
  | DivisionsChanged
  | ScheduleChanged
  | CertificateChanged
  | ApplicationChanged
  | CredentialUsed
  | PupilChecked
  | AefiChanged
  | LotRecalled
  | PersonMerged
  | VisitorTaken
  | NoticeRequested
  | NoticeDelivered;
export type EventType = MiaobenEvent['type'];
export const EVENT_TYPES = [
  'person.changed',
  'binding.changed',
  'coverage.changed',
  'dose.changed',
  'organisation.changed',
  'divisions.changed',
  'schedule.changed',
  'certificate.changed',
  'application.changed',
  'credential.used',
  'pupil.checked',
  'aefi.changed',
  'lot.recalled',
  'person.merged',
  'visitor.taken',
  'notice.requested',
  'notice.delivered',
] as const satisfies readonly EventType[];
