import { query, type Subscription } from '@miaoben/kernel';
import type { DoseChanged } from '@miaoben/schema';

/** Keeps the copy of doses that the combined query asks: a dose that stands has a row, a voided one none. */
export const doseSubscription: Subscription = {
  source: 'vaccines',
  types: ['dose.changed'],
  async handle(events, em) {
    const last = [...new Map(events.map((e) => [(e as DoseChanged).doseId, e as DoseChanged])).values()];
    await query(
      em,
      `delete from person_dose d using unnest($1::uuid[], $2::uuid[]) n (person_id, dose_id)
       where d.person_id = n.person_id and d.dose_id = n.dose_id`,
      [
        last.filter((e) => e.state === 'voided').map((e) => e.personId),
        last.filter((e) => e.state === 'voided').map((e) => e.doseId),
      ],
    );
    const given = last.filter((e) => e.state === 'given');
    await query(
      em,
      `insert into person_dose (person_id, dose_id, vaccine, given_on, clinic_id)
       select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::uuid[])
       on conflict (person_id, dose_id) do update set vaccine = excluded.vaccine, given_on = excluded.given_on,
         clinic_id = excluded.clinic_id`,
      [
        given.map((e) => e.personId),
        given.map((e) => e.doseId),
        given.map((e) => e.vaccine),
        given.map((e) => e.date),
        given.map((e) => e.clinicId),
      ],
    );
  },
};
