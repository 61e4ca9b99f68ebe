import type { Services, Subscription } from '@miaoben/kernel';
import {
  endMerged,
  type RevisionCause,
  restoreCertificates,
  reviseCertificates,
} from './modules/certificate/certificate.revise.ts';
import { markForCheck, retryDocuments } from './modules/document/document.repository.ts';
import { followMergedHolders } from './modules/handover/handover.notice.ts';
import { CLOSED_STATES, putBindings, putHolders } from './modules/holder/holder.repository.ts';
import { followDivisions } from './modules/organisation/division-follow.ts';
import { putOrganisations } from './modules/organisation/organisation.repository.ts';
import { isClosed } from './modules/organisation/organisation.rules.ts';
import { reviseOwnChecks } from './modules/own-check/own-check.revise.ts';
import { findFiles, followPersons, noteDeliveries } from './modules/school-pupil/pupil-follow.ts';
import { followMerges } from './modules/school-pupil/pupil-merge.ts';
import { revokeCards } from './modules/travel-card/travel-card.repository.ts';

/** What certificates takes over from the other subgraphs. */
export function subscriptions(services: Omit<Services, 'consumer'>): Subscription[] {
  return [
    {
      source: 'people',
      types: ['person.changed', 'binding.changed', 'person.merged'],
      async handle(events, em) {
        const persons = events.filter((e) => e.type === 'person.changed');
        const merges = events.filter((e) => e.type === 'person.merged');
        // While the families are still bound to them: they are told.
        await endMerged(
          em,
          services,
          merges.flatMap((e) => (e.survivorId !== null ? [e.personId] : [])),
        );
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
        await reviseCertificates(em, services, corrected, new Map(corrected.map((id) => [id, 'person_changed'])));
        await restoreCertificates(
          em,
          services,
          corrected.filter((id) => CLOSED_STATES.includes(before.get(id)?.registration_state ?? '')),
        );
        await findFiles(em, services, persons);
        await followMerges(em, services, merges);
        await followMergedHolders(em, services, merges);
        await reviseOwnChecks(em, services, corrected, new Set(corrected));
        await revokeCards(em, corrected, 'person_changed', services.clock.instant());
      },
    },
    {
      source: 'identity',
      types: ['organisation.changed', 'notice.delivered', 'divisions.changed'],
      async handle(events, em) {
        for (const event of events) if (event.type === 'divisions.changed') await followDivisions(em, event);
        const organisations = events.filter((e) => e.type === 'organisation.changed');
        await putOrganisations(em, organisations);
        const working = organisations.filter(
          (e) => !isClosed({ closed_on: e.closedOn ?? null }, services.clock.today()),
        );
        await retryDocuments(
          em,
          working.map((e) => e.organisationId),
          ['issuer_closed'],
          services.clock.instant(),
        );
        await noteDeliveries(
          em,
          events.filter((e) => e.type === 'notice.delivered'),
        );
      },
    },
    {
      // A travel card says only which doses were given: a dose more leaves it true, a voided one does not.
      source: 'vaccines',
      types: ['dose.changed'],
      async handle(events, em) {
        const voided = events.flatMap((e) => (e.type === 'dose.changed' && e.state === 'voided' ? [e.personId] : []));
        await revokeCards(em, [...new Set(voided)], 'record_changed', services.clock.instant());
      },
    },
    {
      // coverage.changed comes with every change of doses, once per person, and with a corrected birth date or health state: the dose's
      // own event would say nothing more, and there are eight times as many.
      source: 'vaccines',
      types: ['coverage.changed'],
      async handle(events, em) {
        const told = events.filter((e) => e.type === 'coverage.changed');
        const persons = told.map((e) => e.personId);
        const recalled = told.flatMap((e): [string, RevisionCause][] => (e.cause ? [[e.personId, e.cause]] : []));
        await reviseCertificates(em, services, persons, new Map(recalled));
        // A file shows every dose, also those that change no answer.
        await markForCheck(em, persons);
        await followPersons(em, services, persons);
        await reviseOwnChecks(em, services, persons);
      },
    },
  ];
}
