import { Migration } from '@mikro-orm/migrations';

/** Licences by their last day, for the daily reminders: those just expired too. */
export class LicenceEnds extends Migration {
  override name = '20261130121500-licence-ends';

  override up(): void {
    this.addSql(
      `create index licence_ends on licence (valid_to, licence_id)
       where valid_flag = 1 and valid_to is not null and holder_document_blind is not null`,
    );
  }
}
