import { Migration } from '@mikro-orm/migrations';

/** Orders that changed divisions (区划变更, J-09): what they did, and what stood before, so that each can be taken back. */
export class DivisionOrders extends Migration {
  override name = '20261202040000-division-orders';

  override up(): void {
    // `written` holds rows of divisions, organisations and accounts before and after: public facts and ids, no personal data.
    this.addSql(`
      create table division_order (
        id uuid primary key,
        areas text[] not null,
        changes jsonb not null,
        written jsonb not null,
        event jsonb not null,
        reason text not null,
        ordered_by text not null,
        ordered_at timestamptz not null,
        undone_by text,
        undone_at timestamptz
      )`);
    this.addSql('create index division_order_at on division_order (ordered_at desc, id)');
  }
}
