import type { Em, Services } from '@miaoben/kernel';
import { assess } from '../assessment/assessment.client.ts';
import { sameVerdict, verdictOf } from '../certificate/certificate.rules.ts';
import { markRevoked } from '../trust/status.repository.ts';
import { publishRevocations } from '../trust/trust.service.ts';
import { type OwnCheckRow, revokeOwnChecks, standingOwnChecks } from './own-check.repository.ts';

/**
 * Revokes the codes of reports that are not true any more: the child's name, birth date or document was corrected, or a record that
 * changed gives another answer for the day of entry. The parent checks again with one key; nothing is issued by itself.
 * @throws UNAVAILABLE when vaccines does not answer: the events are taken again later
 */
export async function reviseOwnChecks(
  em: Em,
  services: Pick<Services, 'peers' | 'keyring' | 'clock'>,
  personIds: readonly string[],
  corrected: ReadonlySet<string> = new Set(),
): Promise<void> {
  const at = services.clock.instant();
  const standing = await standingOwnChecks(em, [...new Set(personIds)], at);
  const outdated = new Map<string, OwnCheckRow[]>();
  const revoke = (reason: string, rows: readonly OwnCheckRow[]) =>
    outdated.set(reason, [...(outdated.get(reason) ?? []), ...rows]);
  revoke(
    'person_changed',
    standing.filter((row) => corrected.has(row.person_id)),
  );
  const byDate = Map.groupBy(
    standing.filter((row) => !corrected.has(row.person_id)),
    (row) => row.check_date,
  );
  for (const [date, rows] of byDate) {
    const persons = [...new Set(rows.map((r) => r.person_id))];
    const assessments = await assess(services, 'certificate', persons, date);
    revoke(
      'record_changed',
      rows.filter((row) => {
        const now = assessments.get(row.person_id);
        // Unknown to vaccines: nothing is known that would speak against the report.
        return now && !sameVerdict(verdictOf(now), verdictOf({ ...now, result: row.result, missing: row.missing }));
      }),
    );
  }
  const changed = new Set<string>();
  for (const [reason, rows] of outdated) {
    if (rows.length === 0) continue;
    await revokeOwnChecks(
      em,
      rows.map((r) => r.id),
      reason,
      at,
    );
    for (const [list, own] of Map.groupBy(rows, (r) => r.list_id)) {
      await markRevoked(
        em,
        list,
        own.map((r) => r.position),
        at,
      );
      changed.add(list);
    }
  }
  await publishRevocations(em, services, changed);
}
