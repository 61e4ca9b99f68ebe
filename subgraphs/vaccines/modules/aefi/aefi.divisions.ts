import { publish, type Subscription } from '@miaoben/kernel';
import { type DivisionColumn, followRows } from '@miaoben/kernel/division-rows';
import { toldCasesIn } from './aefi.events.ts';

/** Divisions a case names; the desk first: where it is still that of the report, it goes with the unit as the report does. */
const COLUMNS: readonly DivisionColumn[] = [
  { table: 'aefi_case', column: 'desk', unit: 'case when t.desk = t.division then t.unit_id end' },
  { table: 'aefi_case', column: 'division', unit: 't.unit_id' },
  { table: 'aefi_case', column: 'referred_by' },
  { table: 'aefi_case', column: 'came_by', isList: true },
];

/** Cases stay with the desk that works on them when its division gets another code (J-09), and are counted where they are then. */
export const aefiDivisions: Subscription = {
  source: 'identity',
  types: ['divisions.changed'],
  async handle(events, em) {
    for (const event of events) {
      if (event.type !== 'divisions.changed') continue;
      await followRows(em, COLUMNS, event);
      const places = event.successions.map(({ from, to }) => (event.isUndone ? from : to));
      await publish(em, await toldCasesIn(em, [...new Set(places)]));
    }
  },
};
