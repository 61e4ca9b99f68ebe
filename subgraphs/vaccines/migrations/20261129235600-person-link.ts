import { Migration } from '@mikro-orm/migrations';

/** Which file stands for a merged one, and of which file a dose came. */
export class PersonLinks extends Migration {
  override name = '20261129235600-person-link';

  override up(): void {
    this.addSql(`
      create table person_link (
        merged_id uuid primary key,
        survivor_id uuid,
        version int not null
      )`);
    this.addSql('create index person_link_survivor on person_link (survivor_id) where survivor_id is not null');
    // Null: the dose stands with the file it was recorded for.
    this.addSql('alter table dose add column origin_person uuid');
  }
}
