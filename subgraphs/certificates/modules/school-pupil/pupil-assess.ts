import { MiaobenError, type Services } from '@miaoben/kernel';
import { type Assessment, assess } from '../assessment/assessment.client.ts';
import { follow, verdictOfResult } from './pupil-verdict.rules.ts';
import { enter, type PupilChange } from './pupil-write.ts';
import type { PupilRow } from './school-pupil.repository.ts';
import { PupilState } from './school-pupil.type.ts';

/** The answer of vaccines for one file. @throws UNAVAILABLE when it does not give one */
export async function assessOne(
  services: Pick<Services, 'peers'>,
  personId: string,
  checkDate: string,
): Promise<Assessment> {
  const answer = (await assess(services, 'school_check', [personId], checkDate)).get(personId);
  if (!answer) throw new MiaobenError('UNAVAILABLE', { part: 'vaccines' });
  return answer;
}

/** A row whose file is found: by a person, or because a file was made. */
export function matchedRow(
  row: PupilRow,
  holder: { person_id: string; managing_org_id: string },
  assessment: Assessment,
): PupilChange {
  const base: PupilRow = {
    ...row,
    person_id: holder.person_id,
    clinic_id: holder.managing_org_id,
    candidates: [],
    for_clinic: false,
    is_reissued: row.is_reissued || row.verdict === 'no_file',
    verdict: verdictOfResult(assessment.result),
    missing: assessment.result === 2 ? assessment.missing : [],
    schedule_version: assessment.scheduleVersion,
  };
  const matched = enter(base, PupilState.matched);
  return {
    row: enter(matched, PupilState.evaluated),
    steps: [{ step: 'matched' }, { step: 'evaluated', hasVerdict: true }],
  };
}

/** What a new answer of the engine makes of a row that has its file; undefined when nothing changed. */
export function followedRow(row: PupilRow, assessment: Assessment, today: string): PupilChange | undefined {
  const next = follow(row, assessment);
  if (!next.isChanged) return undefined;
  const hasMore = next.caughtUp.length > row.caught_up.length;
  const changed: PupilRow = {
    ...row,
    verdict: next.verdict,
    missing: next.missing,
    caught_up: next.caughtUp,
    caught_up_on: hasMore ? today : row.caught_up_on,
    schedule_version: assessment.scheduleVersion,
  };
  const state = row.state === PupilState.exempt ? null : next.state;
  return {
    row: state === null ? changed : enter(changed, state),
    steps: [{ step: state === PupilState.caught_up ? 'caught_up' : 'evaluated', hasVerdict: true }],
  };
}
