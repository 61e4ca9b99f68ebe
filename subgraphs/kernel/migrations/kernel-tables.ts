import { Migration } from '@mikro-orm/migrations';

/** Tables that each subgraph's database has: commands, outbox, cursors, audit, jobs, files, imports. */
export class KernelTables extends Migration {
  override name = '20261121000000-kernel-tables';

  override up(): void {
    this.addSql(`
      create table command (
        id uuid primary key,
        operation text not null,
        account_id text not null,
        input_hash text not null,
        outcome jsonb not null,
        at timestamptz not null default now()
      )`);
    // A later number can commit before an earlier one: readers go by the transaction, and only below the oldest one still running.
    this.addSql(`
      create table outbox (
        seq bigint generated always as identity,
        tx xid8 not null default pg_current_xact_id(),
        type text not null,
        payload jsonb not null,
        at timestamptz not null default now(),
        primary key (tx, seq)
      )`);
    this.addSql(`
      create table consumer_cursor (
        source text primary key,
        tx xid8 not null,
        seq bigint not null,
        at timestamptz not null default now()
      )`);
    this.addSql(`
      create table audit_line (
        seq bigint generated always as identity primary key,
        at timestamptz not null default now(),
        account_id text not null,
        role text not null,
        operation text not null,
        subject text,
        detail jsonb not null default '{}',
        batch bigint
      )`);
    this.addSql('create table seed_mark (name text primary key, at timestamptz not null default now())');
    this.addSql('create index audit_line_unsealed on audit_line (seq) where batch is null');
    this.addSql(`
      create table audit_batch (
        id bigint generated always as identity primary key,
        lines int not null,
        previous text not null,
        hash text not null,
        at timestamptz not null default now()
      )`);
    this.addSql(`
      create table stored_file (
        id uuid primary key,
        name text not null,
        kind text not null,
        account_id text not null,
        size bigint,
        sha256 text,
        created_at timestamptz not null default now(),
        stored_at timestamptz
      )`);
    this.addSql(`
      create table import_batch (
        id uuid primary key,
        kind text not null,
        file_id uuid not null references stored_file,
        account_id text not null,
        organisation_id text,
        state text not null,
        progress real not null default 0,
        failure text,
        created_at timestamptz not null default now(),
        committed_at timestamptz,
        meta jsonb not null default '{}'
      )`);
    this.addSql('create index import_batch_account on import_batch (account_id, created_at desc)');
    // Cells, findings and values of a row are personal data: sealed as one JSON text.
    this.addSql(`
      create table import_row (
        batch_id uuid not null references import_batch on delete cascade,
        number int not null,
        state text not null,
        choice text,
        duplicate_key text,
        sealed text not null,
        primary key (batch_id, number)
      )`);
    this.addSql(
      'create index import_row_duplicate on import_row (batch_id, duplicate_key) where duplicate_key is not null',
    );
    this.addSql('create index import_row_state on import_row (batch_id, state, number)');
  }
}
