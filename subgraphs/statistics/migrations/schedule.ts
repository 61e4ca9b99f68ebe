import { Migration } from '@mikro-orm/migrations';

/** Own copy of the schedule document that vaccines uses; no row: that of the release. */
export class ScheduleCopy extends Migration {
  override name = '20261121130000-schedule-copy';

  override up(): void {
    this.addSql(`
      create table schedule_document (
        one boolean primary key default true check (one),
        document_id uuid not null,
        document jsonb not null,
        layers jsonb not null
      )`);
  }
}
