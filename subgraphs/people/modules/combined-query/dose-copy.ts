import { query, type Services, type Subscription } from '@miaoben/kernel';
import type { DoseChanged } from '@miaoben/schema';
import { awaitCheck } from '../quality/quality.repository.ts';
import { noteVisitorDoses } from '../visitor/told-dose.repository.ts';

/** The file a dose was recorded for: it comes back to it when a merge is undone. */
const homeOf = (e: DoseChanged): string => e.originPersonId ?? e.personId;

/** Keeps the copy of doses that the combined query and the data check ask: a dose that stands has a row, a voided one none; and notes those that a home province is to be told of. */
export const doseSubscription = ({ clock }: Pick<Services, 'clock'>): Subscription => ({
  source: 'vaccines',
  types: ['dose.changed'],
  async handle(events, em) {
    const last = [...new Map(events.map((e) => [(e as DoseChanged).doseId, e as DoseChanged])).values()];
    // What came late for a merged file once had its row with the survivor: it leaves that for its home.
    const cleared = last.filter((e) => e.state === 'voided' || e.originPersonId !== undefined);
    await query(
      em,
      `delete from person_dose d using unnest($1::uuid[], $2::uuid[], $3::uuid[]) n (person_id, home, dose_id)
       where d.dose_id = n.dose_id and d.person_id in (
         select n.person_id union all select n.home union all select l.merged_id from person_link l
         where l.survivor_id = n.person_id and l.undone_at is null)`,
      [cleared.map((e) => e.personId), cleared.map(homeOf), cleared.map((e) => e.doseId)],
    );
    const given = last.filter((e) => e.state === 'given');
    await query(
      em,
      `insert into person_dose (person_id, dose_id, vaccine, given_on, clinic_id, expires_on)
       select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::uuid[], $6::date[])
       on conflict (person_id, dose_id) do update set vaccine = excluded.vaccine, given_on = excluded.given_on,
         clinic_id = excluded.clinic_id, expires_on = excluded.expires_on`,
      [
        given.map(homeOf),
        given.map((e) => e.doseId),
        given.map((e) => e.vaccine),
        given.map((e) => e.date),
        given.map((e) => e.clinicId),
        given.map((e) => e.lotExpiresOn ?? null),
      ],
    );
    await awaitCheck(em, [...new Set(last.map((e) => e.personId))]);
    await noteVisitorDoses(em, last, clock.instant());
  },
});
