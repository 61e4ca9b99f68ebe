import { Migration } from '@mikro-orm/migrations';

/**
 * Papers read at registration, and the log of it (J-10): who, when, what sort, how many fields, how long, with what result. What was
 * read is sealed and forgotten after half an hour; nothing else here says whose paper it was.
 */
export class PaperReadings extends Migration {
  override name = '20261203060000-paper-readings';

  override up(): void {
    this.addSql(`
      create table paper_reading (
        id uuid primary key references stored_file,
        account_id text not null,
        role text not null,
        organisation_id text,
        kind text not null,
        state text not null default 'waiting',
        failure text,
        fields int,
        unsure int,
        duration_ms int,
        started_at timestamptz not null default now(),
        ended_at timestamptz,
        page_file uuid references stored_file,
        sealed text,
        forgotten_at timestamptz
      )`);
    this.addSql('create index paper_reading_kept on paper_reading (started_at) where forgotten_at is null');
  }
}
