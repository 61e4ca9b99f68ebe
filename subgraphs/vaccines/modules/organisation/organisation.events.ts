import { change, type Subscription } from '@miaoben/kernel';

/** What vaccines takes over from identity: the names of clinics, for its registers. */
export const organisationSubscription: Subscription = {
  source: 'identity',
  types: ['organisation.changed'],
  async handle(events, em) {
    const latest = [
      ...new Map(events.flatMap((e) => (e.type === 'organisation.changed' ? [[e.organisationId, e]] : []))).values(),
    ];
    await change(
      em,
      `insert into organisation (id, name) select * from unnest($1::uuid[], $2::text[])
       on conflict (id) do update set name = excluded.name`,
      [latest.map((e) => e.organisationId), latest.map((e) => e.name)],
    );
  },
};
