import { Migration } from '@mikro-orm/migrations';

/** Which dose each row of an import wrote, so that the whole import can be taken back. */
export class ImportedDoses extends Migration {
  override name = '20261202050000-imported-doses';

  override up(): void {
    this.addSql(`
      create table imported_dose (
        batch_id uuid not null references import_batch on delete cascade,
        number int not null,
        person_id uuid not null,
        dose_id uuid not null,
        primary key (batch_id, number)
      )`);
  }
}
