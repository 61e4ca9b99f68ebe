import { Migration } from '@mikro-orm/migrations';

/** Finds what failed for one reason: it is made again when the reason falls away. */
export class FailedFiles extends Migration {
  override name = '20261130160000-failed-files';

  override up(): void {
    this.addSql("create index sealed_document_failed on sealed_document (failure) where state = 'failed'");
  }
}
