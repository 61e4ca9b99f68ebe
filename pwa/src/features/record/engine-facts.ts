import type { GivenDose, Subject } from '@miaoben/schedule';
import { historyOf, subjectOf } from '../../offline/packs-engine.ts';
import type { UnjudgedRecord } from './view.ts';

/** What the engine is told of a record: the child with its health facts, and the doses that stand. */
export function engineFacts(record: UnjudgedRecord): { subject: Subject; history: GivenDose[] } {
  const facts = record.healthFacts
    .filter(({ withdrawn }) => !withdrawn)
    .map(({ code, date, until }) => ({ code, date, ...(until && { until }) }));
  const standing = record.doses.filter(({ state }) => state === 'given');
  return {
    subject: subjectOf({ ...record.person, residence: record.person.residence.code }, facts),
    history: historyOf(
      standing.map(({ id, date, vaccine, lotExpires, isPartial, isRecalled }) => ({
        id,
        date,
        vaccine: vaccine.code,
        ...(lotExpires && { lotExpires }),
        ...(isPartial && { partial: true as const }),
        ...(isRecalled && { recalled: true as const }),
      })),
    ),
  };
}
