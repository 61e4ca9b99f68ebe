import { Migration } from '@mikro-orm/migrations';

/** The desks an adverse event came by, oldest first: each keeps sight of it. */
export class AdverseEventWay extends Migration {
  override name = '20261204020000-adverse-event-way';

  override up(): void {
    this.addSql(`alter table aefi_case add column came_by text[] not null default '{}'`);
    this.addSql('update aefi_case set came_by = array[referred_by] where referred_by is not null');
  }
}
