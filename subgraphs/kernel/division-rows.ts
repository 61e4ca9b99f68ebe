import type { DivisionsChanged } from '@miaoben/schema';
import { change, type Em } from './db.ts';

/** A column that names a division. */
export interface DivisionColumn {
  readonly table: string;
  readonly column: string;
  /** the row's uuid */
  readonly key?: string;
  /** SQL over the row `t`: the unit it goes with when a division is split; without it the row stays where the split one was */
  readonly unit?: string;
  /** a list of divisions (text[]) */
  readonly isList?: boolean;
}

/**
 * Rows follow a change of divisions (J-09), in the transaction that hears of it: those of a division that gets another code or goes into
 * another one, and of a split one those of the units that go. Undone, what went comes back unless it was changed since, and what came
 * meanwhile to a division that ends goes where that one came from.
 */
export async function followRows(em: Em, columns: readonly DivisionColumn[], event: DivisionsChanged): Promise<void> {
  const { orderId, successions, removed, isUndone } = event;
  for (const column of columns) {
    if (!isUndone) {
      for (const one of successions) await carry(em, orderId, column, one);
      continue;
    }
    await bringBack(em, orderId, column);
    for (const { from, to } of successions.toReversed()) if (removed.includes(to)) await replace(em, column, to, from);
  }
  if (isUndone) await change(em, 'delete from division_carried where order_id = $1', [orderId]);
}

const placeOf = ({ table, column }: DivisionColumn): string => `${table}.${column}`;

async function carry(
  em: Em,
  orderId: string,
  of: DivisionColumn,
  { from, to, only }: DivisionsChanged['successions'][number],
): Promise<void> {
  if (only !== null && (of.unit === undefined || only.units.length === 0)) return;
  const { table, column, key = 'id', unit, isList } = of;
  const parameters: unknown[] = [orderId, placeOf(of), from, to];
  if (only !== null) parameters.push(only.units);
  await change(
    em,
    `with going as materialized (
       select t.${key} as key, t.${column}::text as before from ${table} t
       where ${isList ? `$3 = any(t.${column})` : `t.${column} = $3`}${only === null ? '' : ` and ${unit} = any($5::uuid[])`}
       for update),
     gone as (
       update ${table} t set ${column} = ${isList ? `array_replace(t.${column}, $3, $4)` : '$4'}
       from going where t.${key} = going.key returning going.key, going.before, t.${column}::text as after)
     insert into division_carried (order_id, place, row_key, before, after)
     select $1, $2, key, before, after from gone
     on conflict (order_id, place, row_key) do update set after = excluded.after`,
    parameters,
  );
}

async function bringBack(em: Em, orderId: string, of: DivisionColumn): Promise<void> {
  const { table, column, key = 'id', isList } = of;
  await change(
    em,
    `update ${table} t set ${column} = c.before${isList ? '::text[]' : ''} from division_carried c
     where c.order_id = $1 and c.place = $2 and t.${key} = c.row_key and t.${column}::text = c.after`,
    [orderId, placeOf(of)],
  );
}

async function replace(em: Em, { table, column, isList }: DivisionColumn, from: string, to: string): Promise<void> {
  await change(
    em,
    isList
      ? `update ${table} t set ${column} = array_replace(t.${column}, $1, $2) where $1 = any(t.${column})`
      : `update ${table} t set ${column} = $2 where t.${column} = $1`,
    [from, to],
  );
}
