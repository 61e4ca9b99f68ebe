/**
 * Kinds of notices the platform sends. Each has a sentence in identity (SMS, zh-CN) and in the app's catalogues; the names in braces
 * are the parameters it needs. The subject is the person for all that is about somebody's certificate, record or check: the app
 * opens that person's screen. For licences it is the licence; of an application that a desk is told of, the application.
 */
export const NOTICE_KINDS = {
  application_approved: { sms: true, params: ['name'] },
  application_refused: { sms: true, params: ['name', 'reason'] },
  certificate_issued: { sms: false, params: ['name'] },
  certificate_reissued: { sms: true, params: ['name', 'reason'] },
  certificate_revoked: { sms: true, params: ['name', 'reason'] },
  certificate_expiring: { sms: true, params: ['name', 'date'] },
  certificate_expired: { sms: true, params: ['name', 'date'] },
  licence_expiring: { sms: true, params: ['licence', 'date'] },
  licence_expired: { sms: true, params: ['licence', 'date'] },
  licence_application_submitted: { sms: false, params: ['licence', 'kind', 'number'] },
  licence_application_taken_up: { sms: false, params: ['licence', 'kind'] },
  licence_application_granted: { sms: true, params: ['licence', 'kind'] },
  licence_application_refused: { sms: true, params: ['licence', 'kind', 'reason'] },
  school_catch_up: { sms: true, params: ['name', 'school', 'vaccines', 'clinic'] },
  school_reissue: { sms: true, params: ['name', 'school', 'clinic'] },
  lot_recalled: { sms: true, params: ['name', 'vaccine', 'clinic'] },
  /** the desk of disease control, of a case nobody has taken yet; the subject is the case */
  aefi_reported: { sms: false, params: ['number'] },
  /** the desk a case was referred to, and the one that referred it; the subject is the case */
  aefi_referred: { sms: false, params: ['number'] },
  aefi_referred_away: { sms: false, params: ['number'] },
  aefi_confirmed: { sms: false, params: ['name'] },
  aefi_dismissed: { sms: true, params: ['name', 'reason'] },
  aefi_classified: { sms: true, params: ['name'] },
  compensation_changed: { sms: true, params: ['name'] },
  aefi_due: { sms: false, params: ['number', 'due'] },
  /** the unit in charge, of reports of deaths that wait to be claimed (J-13) */
  deaths_pushed: { sms: true, params: ['count'] },
  /** the desk of disease control, of a report its unit in charge returned (J-13); the subject is the report */
  death_returned: { sms: false, params: ['date'] },
  /** the unit in charge, or the desk where there is none or the unit did it, of a report that is open again (J-13) */
  death_reopened: { sms: false, params: ['date'] },
  /** the desk of disease control, of reports that name no unit in charge (J-13) */
  deaths_unplaced: { sms: false, params: ['count'] },
  /** who lost custody of a child and is bound to it no more; without a subject, for she may not open the child */
  guardian_ended: { sms: true, params: ['name'] },
  /** she may bind it again, by the clinic's word */
  binding_allowed: { sms: true, params: ['name'] },
  /** the other guardians of that child */
  guardian_changed: { sms: true, params: ['name', 'who'] },
  /** the family, of a dose it noted that a clinic had confirmed: the dose of the record was voided */
  dose_note_reopened: { sms: false, params: ['vaccine', 'date'] },
  /** who declared a special group, of what the clinic decided; the subject is the person */
  group_declaration_decided: { sms: true, params: ['date'] },
  access_code_opened: { sms: false, params: ['name', 'who'] },
  /** those who work at the school or unit a sealed file was handed to; the subject is the hand-over */
  handover_received: { sms: false, params: ['name', 'date'] },
  handover_opened: { sms: false, params: ['name', 'who'] },
  /** another file stands in the place of the one that was handed over */
  handover_to_renew: { sms: false, params: ['name', 'who'] },
} as const satisfies Record<string, { sms: boolean; params: readonly string[] }>;
export type NoticeKind = keyof typeof NOTICE_KINDS;
