import { Migration } from '@mikro-orm/migrations';

/** Doses as families note them, apart from the record; `dose_id` is the dose of the record a clinic found them to be. */
export class DoseNotes extends Migration {
  override name = '20261202030000-dose-notes';

  override up(): void {
    this.addSql(`
      create table dose_note (
        person_id uuid not null,
        id uuid not null,
        given_on date not null,
        vaccine_code text not null,
        lot_number text,
        unit text,
        state text not null,
        dose_id uuid,
        reason text,
        noted_at timestamptz not null default now(),
        noted_by text not null,
        decided_at timestamptz,
        decided_by text,
        origin_person uuid,
        primary key (person_id, id)
      )`);
  }
}
