import { Migration } from '@mikro-orm/migrations';

/** The number of an opened vial in its lot and day, kept: it stays when another one is taken back or comes late. */
export class VialNumbers extends Migration {
  override name = '20261209020000-vial-numbers';

  override up(): void {
    this.addSql('alter table open_vial add column number int');
    this.addSql(`
      update open_vial v set number = n.number from (
        select id, row_number() over (partition by organisation_id, product_id, lot_number,
          (opened_at at time zone 'Asia/Shanghai')::date order by opened_at, id) as number from open_vial) n
      where n.id = v.id`);
    this.addSql('alter table open_vial alter column number set not null, add check (number > 0)');
  }
}
