import type { Services, Subscription } from '@miaoben/kernel';
import { reviseCertificates } from './modules/certificate/certificate.revise.ts';
import { CLOSED_STATES, putBindings, putHolders } from './modules/holder/holder.repository.ts';
import { putOrganisations } from './modules/organisation/organisation.repository.ts';

/** What certificates takes over from the other subgraphs. */
export function subscriptions(services: Omit<Services, 'consumer'>): Subscription[] {
  return [
    {
      source: 'people',
      types: ['person.changed', 'binding.changed'],
      async handle(events, em) {
        const persons = events.filter((e) => e.type === 'person.changed');
        await putBindings(
          em,
          events.filter((e) => e.type === 'binding.changed'),
        );
        const before = await putHolders(em, persons);
        const latest = new Map(persons.map((e) => [e.personId, e]));
        const corrected = [...before].flatMap(([id, old]) => {
          const now = latest.get(id);
          const same =
            !old ||
            !now ||
            (old.name_blind === now.nameBlind &&
              old.document_blind === now.documentBlind &&
              CLOSED_STATES.includes(old.registration_state) === CLOSED_STATES.includes(now.registrationState));
          return same ? [] : [id];
        });
        await reviseCertificates(em, services, corrected, new Set(corrected));
      },
    },
    {
      source: 'identity',
      types: ['organisation.changed'],
      handle: (events, em) =>
        putOrganisations(
          em,
          events.filter((e) => e.type === 'organisation.changed'),
        ),
    },
    {
      // coverage.changed follows every recount of a child, also one that a corrected birth date or health state caused.
      source: 'vaccines',
      types: ['dose.changed', 'coverage.changed'],
      handle: (events, em) =>
        reviseCertificates(
          em,
          services,
          events.flatMap((e) => (e.type === 'dose.changed' || e.type === 'coverage.changed' ? [e.personId] : [])),
        ),
    },
  ];
}
