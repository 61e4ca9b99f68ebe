import { Migration } from '@mikro-orm/migrations';

/** Files of licences, made when their holders ask and kept for a day (证照缓存). */
export class LicenceFiles extends Migration {
  override name = '20261130131500-licence-files';

  override up(): void {
    this.addSql(`
      create table licence_file (
        id uuid primary key,
        type_code text not null,
        licence_id uuid not null,
        identifier text not null,
        account_id text not null,
        state text not null check (state in ('waiting', 'ready', 'failed', 'dropped')),
        file_id uuid references stored_file,
        bytes int,
        requested_at timestamptz not null,
        made_at timestamptz,
        until timestamptz
      )`);
    this.addSql(`
      create unique index licence_file_standing on licence_file (account_id, type_code, licence_id)
        where state in ('waiting', 'ready')`);
    this.addSql("create index licence_file_queue on licence_file (requested_at) where state = 'waiting'");
    this.addSql('create index licence_file_kept on licence_file (until) where file_id is not null');
  }
}
