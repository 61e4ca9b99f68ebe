import { Migration } from '@mikro-orm/migrations';

/** Files that look like one person's, found in the background over the whole province (J-08). */
export class DuplicatePairs extends Migration {
  override name = '20261201040000-duplicate-pairs';

  override up(): void {
    // `common`: the division that holds both files; whoever is in charge of it decides.
    this.addSql(`
      create table duplicate_pair (
        a_id uuid not null references person on delete cascade,
        b_id uuid not null references person on delete cascade,
        birth_date date not null,
        score int not null,
        reasons text[] not null,
        common text collate "C" not null,
        state text not null default 'open' check (state in ('open', 'different')),
        found_at timestamptz not null,
        decided_by text,
        decided_at timestamptz,
        note_sealed text,
        primary key (a_id, b_id),
        check (a_id < b_id)
      )`);
    this.addSql('create index duplicate_pair_list on duplicate_pair (state, score desc, a_id, b_id)');
    this.addSql('create index duplicate_pair_birth on duplicate_pair (birth_date)');
    this.addSql(`
      create table duplicate_run (
        id uuid primary key,
        state text not null check (state in ('running', 'done')),
        last_birth date,
        files int not null default 0,
        skipped int not null default 0,
        started_at timestamptz not null,
        ended_at timestamptz
      )`);
    this.addSql(`create unique index duplicate_run_one on duplicate_run (state) where state = 'running'`);
    this.addSql('create index duplicate_run_started on duplicate_run (started_at desc)');
  }
}
