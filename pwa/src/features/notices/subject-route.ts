import type { MyNoticesQuery } from '../../data/generated/notices.ts';
import type { Role } from '../../data/generated/session.ts';

type Kind = MyNoticesQuery['myNotices']['nodes'][number]['kind'];

/** What the subject of a notice is (`NOTICE_KINDS`), where a screen of a child shows it. */
const OF_A_CHILD: Partial<Record<Kind, 'record' | 'certificate' | 'reactions' | 'notes'>> = {
  application_approved: 'certificate',
  application_refused: 'certificate',
  certificate_issued: 'certificate',
  certificate_reissued: 'certificate',
  certificate_revoked: 'certificate',
  certificate_expiring: 'certificate',
  certificate_expired: 'certificate',
  school_catch_up: 'record',
  school_reissue: 'certificate',
  lot_recalled: 'record',
  aefi_confirmed: 'reactions',
  aefi_dismissed: 'reactions',
  aefi_classified: 'reactions',
  compensation_changed: 'reactions',
  access_code_opened: 'record',
  guardian_changed: 'record',
  dose_note_reopened: 'notes',
  group_declaration_decided: 'record',
  handover_opened: 'certificate',
  handover_to_renew: 'certificate',
};

/** Notices whose subject is a case of a suspected adverse event. */
const OF_A_CASE: readonly Kind[] = ['aefi_reported', 'aefi_referred', 'aefi_referred_away'];

/** Where a notice leads; null when there is nothing to open for this reader. */
export function subjectRoute(role: Role | undefined, kind: Kind, subjectId: string | null): string | null {
  const shown = OF_A_CHILD[kind];
  if (kind === 'deaths_pushed') return role === 'vaccinator' ? '/deaths' : null;
  if (kind === 'death_reopened') return role === 'vaccinator' || role === 'cdc' ? '/deaths' : null;
  if (kind === 'death_returned' || kind === 'deaths_unplaced') return role === 'cdc' ? '/deaths' : null;
  if (kind === 'handover_received') return role === 'school_checker' || role === 'employer' ? '/received' : null;
  if (!subjectId) return null;
  if (kind === 'licence_application_submitted')
    return role === 'cdc' ? `/licence-applications/${encodeURIComponent(subjectId)}` : null;
  if (OF_A_CASE.includes(kind)) return role === 'cdc' ? `/aefi/${encodeURIComponent(subjectId)}` : null;
  if (role !== 'guardian') return null;
  if (kind.startsWith('licence_')) return `/licence/${encodeURIComponent(subjectId)}`;
  if (!shown) return null;
  const child = `/child/${encodeURIComponent(subjectId)}`;
  return shown === 'record' ? child : `${child}/${shown}`;
}
