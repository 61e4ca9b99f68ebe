import type { MissingDose } from '../assessment/assessment.client.ts';
import type { PupilRow } from './school-pupil.repository.ts';
import { NoticeType, PupilState } from './school-pupil.type.ts';

const CLOSED: readonly PupilState[] = [PupilState.caught_up, PupilState.exempt, PupilState.moved];

/** 补种通知单 for missing doses, 补证通知单 for a missing file; null for everybody else. */
export function noticeFor({
  verdict,
  state,
  proof_state,
}: Pick<PupilRow, 'verdict' | 'state' | 'proof_state'>): NoticeType | null {
  if (CLOSED.includes(state)) return null;
  if (verdict === 'missing_doses') return NoticeType.catch_up;
  return verdict === 'no_file' && proof_state !== 'waiting' ? NoticeType.reissue : null;
}

/** e.g. 麻腮风疫苗第2剂、A群C群流脑疫苗第1剂 */
export const vaccinesOf = (missing: readonly MissingDose[]): string =>
  missing.map(({ seriesName, dose }) => `${seriesName}第${dose}剂`).join('、');
