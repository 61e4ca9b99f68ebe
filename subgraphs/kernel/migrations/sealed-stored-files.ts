import { Migration } from '@mikro-orm/migrations';

/** Which stored files are sealed on the disk; those of before lie there as they were sent. */
export class SealedStoredFiles extends Migration {
  override name = '20261130180000-sealed-stored-files';

  override up(): void {
    this.addSql('alter table stored_file add column sealed boolean not null default false');
  }
}
