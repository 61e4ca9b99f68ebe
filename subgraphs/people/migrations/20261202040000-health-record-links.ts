import { Migration } from '@mikro-orm/migrations';

/** Links to the health records of another platform: nothing of the record itself is kept. */
export class HealthRecordLinks extends Migration {
  override name = '20261202040000-health-record-links';

  override up(): void {
    this.addSql(`
      create table health_record_link (
        person_id uuid primary key references person on delete cascade,
        record_sealed text not null,
        linked_at timestamptz not null default now(),
        linked_by text not null
      )`);
  }
}
