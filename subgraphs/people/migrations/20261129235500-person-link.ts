import { Migration } from '@mikro-orm/migrations';

/** Files that were joined: the one that ended points to the one that stands for both. */
export class PersonLinkTable extends Migration {
  override name = '20261129235500-person-link';

  override up(): void {
    // `before` and `bindings` hold what the merge changed, so that it can be undone.
    this.addSql(`
      create table person_link (
        merged_id uuid not null references person on delete cascade,
        version int not null,
        survivor_id uuid not null references person on delete cascade,
        reason_sealed text not null,
        merged_by text not null,
        merged_at timestamptz not null,
        state_before text not null,
        bindings jsonb not null,
        undone_by text,
        undone_at timestamptz,
        primary key (merged_id, version)
      )`);
    this.addSql('create unique index person_link_stands on person_link (merged_id) where undone_at is null');
    this.addSql('create index person_link_survivor on person_link (survivor_id) where undone_at is null');
  }
}
