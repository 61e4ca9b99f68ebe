import { Migration } from '@mikro-orm/migrations';

/** The link of a merged file to a health record stands on the survivor's too, until the merge is undone. */
export class MergedHealthRecord extends Migration {
  override name = '20261208020000-merged-health-record';

  override up(): void {
    // Null: the link was made for this file.
    this.addSql('alter table health_record_link add column origin_person uuid');
  }
}
