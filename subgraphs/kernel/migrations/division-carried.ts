import { Migration } from '@mikro-orm/migrations';

/** Rows that went along a change of divisions (J-09), with what stood in them before and after, until it is undone. */
export class DivisionCarried extends Migration {
  override name = '20261208000000-division-carried';

  override up(): void {
    this.addSql(`
      create table division_carried (
        order_id uuid not null,
        place text not null,
        row_key uuid not null,
        before text not null,
        after text not null,
        primary key (order_id, place, row_key)
      )`);
  }
}
