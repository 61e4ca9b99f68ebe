import { Migration } from '@mikro-orm/migrations';

/** How often a case was told to the other subgraphs: the version of its event, for a merge of files tells it without a change of the case. */
export class AdverseEventTold extends Migration {
  override name = '20261204090000-adverse-event-told';

  override up(): void {
    this.addSql('alter table aefi_case add column told int not null default 0');
  }
}
