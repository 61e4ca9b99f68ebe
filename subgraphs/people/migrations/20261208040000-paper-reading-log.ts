import { Migration } from '@mikro-orm/migrations';

/**
 * What became of a paper that was read (J-10): how sharp it was, whether the form took it, which fields a hand corrected. Names of fields
 * only, never what stands in them.
 */
export class PaperReadingLog extends Migration {
  override name = '20261208040000-paper-reading-log';

  override up(): void {
    this.addSql('alter table paper_reading add sharpness int, add is_used boolean, add corrected text[]');
    this.addSql('create index paper_reading_of_account on paper_reading (account_id, started_at)');
    this.addSql('create index paper_reading_of_unit on paper_reading (organisation_id, id desc)');
  }
}
