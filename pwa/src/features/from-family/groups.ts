import { declaredGroupsOf, type SpecialGroup, specialGroupsOf } from '@miaoben/schedule';
import { currentDay } from '../../offline/day.ts';
import type { RecordView } from '../record/view.ts';

/** The special groups somebody of a record belongs to today, and those the family only declares. */
export function groupsOf({ person, healthFacts, declared }: RecordView): {
  groups: SpecialGroup[];
  declared: SpecialGroup[];
} {
  const groups = specialGroupsOf({ conditions: person.conditions, healthFacts }, currentDay());
  return { groups, declared: declaredGroupsOf(declared, groups, currentDay()) };
}
