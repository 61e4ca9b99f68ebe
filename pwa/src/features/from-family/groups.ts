import { declaredGroupsOf, type SpecialGroup, specialGroupsOf } from '@miaoben/schedule';
import type { RecordView } from '../record/view.ts';

/** The special groups somebody of a record belongs to on its day, and those the family only declares. */
export function groupsOf({ person, healthFacts, declared, plan }: RecordView): {
  groups: SpecialGroup[];
  declared: SpecialGroup[];
} {
  const groups = specialGroupsOf({ conditions: person.conditions, healthFacts }, plan.asOf);
  return { groups, declared: declaredGroupsOf(declared, groups, plan.asOf) };
}
