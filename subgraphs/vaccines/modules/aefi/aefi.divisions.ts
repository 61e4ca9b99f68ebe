import type { Subscription } from '@miaoben/kernel';
import { type DivisionColumn, followRows } from '@miaoben/kernel/division-rows';

/** Divisions a case names; the desk first: where it is still that of the report, it goes with the unit as the report does. */
const COLUMNS: readonly DivisionColumn[] = [
  { table: 'aefi_case', column: 'desk', unit: 'case when t.desk = t.division then t.unit_id end' },
  { table: 'aefi_case', column: 'division', unit: 't.unit_id' },
  { table: 'aefi_case', column: 'referred_by' },
  { table: 'aefi_case', column: 'came_by', isList: true },
];

/** Cases stay with the desk that works on them when its division gets another code (J-09). */
export const aefiDivisions: Subscription = {
  source: 'identity',
  types: ['divisions.changed'],
  async handle(events, em) {
    for (const event of events) if (event.type === 'divisions.changed') await followRows(em, COLUMNS, event);
  },
};
