import { Migration } from '@mikro-orm/migrations';

/** What a merge brought to the file that stands, so that undoing it takes just that away. */
export class MergedFiles extends Migration {
  override name = '20261130040000-merged-files';

  override up(): void {
    // Null: the guardian was entered for this file.
    this.addSql('alter table guardian add column origin_person uuid');
    this.addSql('create index guardian_origin on guardian (origin_person) where origin_person is not null');
    // Fields of the survivor before and after, personal data, sealed; null: none changed.
    this.addSql('alter table person_link add column taken_sealed text');
  }
}
