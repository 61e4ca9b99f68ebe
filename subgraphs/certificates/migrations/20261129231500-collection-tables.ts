import { Migration } from '@mikro-orm/migrations';

/** Rights to upload licences, batches with their staged rows, and what is kept of their quality. */
export class CollectionTables extends Migration {
  override name = '20261129231500-collection-tables';

  override up(): void {
    this.addSql(`
      create table collection_grant (
        id uuid primary key,
        type_code text not null,
        organisation_id uuid,
        account_id text,
        granted_at timestamptz not null,
        granted_by text not null,
        withdrawn_at timestamptz,
        withdrawn_by text,
        reason text,
        check ((organisation_id is null) <> (account_id is null))
      )`);
    this.addSql(`
      create unique index collection_grant_standing on collection_grant
        (type_code, coalesce(organisation_id::text, ''), coalesce(account_id, '')) where withdrawn_at is null`);
    this.addSql(`
      create table collection_check (
        id uuid primary key,
        type_code text not null,
        account_id text not null,
        organisation_id uuid,
        action text not null check (action in ('batch', 'file', 'single')),
        allowed boolean not null,
        grant_id uuid,
        at timestamptz not null
      )`);
    this.addSql('create index collection_check_type on collection_check (type_code, id desc)');

    this.addSql(`
      create table collection_batch (
        id uuid primary key,
        type_code text not null,
        type_version int not null,
        title text not null,
        source text not null,
        account_id text not null,
        role text not null,
        organisation_id uuid,
        state text not null
          check (state in ('uploading', 'reading', 'taking', 'taken', 'refused', 'failed', 'withdrawn')),
        round int not null default 1,
        rows_read int not null default 0,
        rows_wrong int not null default 0,
        findings int not null default 0,
        taken_rows int,
        progress real not null default 0,
        failure text,
        created_at timestamptz not null,
        decided_at timestamptz
      )`);
    this.addSql('create index collection_batch_created on collection_batch (created_at desc, id desc)');
    this.addSql(
      'create index collection_batch_organisation on collection_batch (organisation_id, created_at desc, id desc)',
    );
    this.addSql(`
      create table collection_file (
        file_id uuid primary key references stored_file,
        batch_id uuid not null references collection_batch,
        number int not null,
        round int not null,
        name text not null,
        corrects boolean not null,
        rows_done int not null default 0,
        read_at timestamptz,
        unique (batch_id, number)
      )`);
    // Staged rows: what the licence will be, or the cells as they came (sealed) when something is wrong with them.
    this.addSql(`
      create table collection_row (
        batch_id uuid not null,
        file int not null,
        number int not null,
        fit boolean not null,
        valid_flag smallint not null default 1,
        key_blind text,
        holder_blind text,
        content jsonb,
        cells text,
        primary key (batch_id, file, number)
      )`);
    this.addSql('create index collection_row_key on collection_row (batch_id, key_blind) where fit');
    this.addSql('create index collection_row_unfit on collection_row (batch_id, file, number) where not fit');
    this.addSql(`
      create table collection_finding (
        batch_id uuid not null,
        file int not null,
        number int not null,
        seq int not null,
        field text,
        rule text not null,
        code text not null,
        message text not null,
        primary key (batch_id, file, number, seq)
      )`);
    this.addSql(`
      create table collection_round (
        batch_id uuid not null references collection_batch,
        round int not null,
        kind text not null check (kind in ('first', 'rows', 'whole')),
        account_id text not null,
        started_at timestamptz not null,
        decided_at timestamptz,
        outcome text,
        rows_read int,
        rows_wrong int,
        by_rule jsonb not null default '{}',
        primary key (batch_id, round)
      )`);
    this.addSql(`
      create table collection_single (
        id uuid primary key,
        type_code text not null,
        account_id text not null,
        organisation_id uuid,
        source text not null,
        taken boolean not null,
        rules text[] not null default '{}',
        licence_id uuid,
        at timestamptz not null
      )`);
    this.addSql('create index collection_single_at on collection_single (at)');

    this.addSql('create index licence_business_date on licence (type_code, business_date)');

    // What cleaning took away or wrote over, with the original (J-51).
    this.addSql(`
      create table cleaning_entry (
        id uuid primary key,
        type_code text not null,
        batch_id uuid,
        file int,
        number int,
        kind text not null check (kind in ('duplicate', 'overwritten')),
        licence_id uuid,
        original text not null,
        at timestamptz not null
      )`);
    this.addSql('create index cleaning_entry_type on cleaning_entry (type_code, id desc)');
    this.addSql(`
      create table quality_problem (
        id uuid primary key,
        type_code text not null,
        batch_id uuid not null references collection_batch,
        organisation_id uuid,
        rule text not null,
        rows int not null,
        state text not null check (state in ('open', 'planned', 'repaired', 'verified', 'dropped')),
        plan text,
        due_on date,
        planned_by text,
        planned_at timestamptz,
        opened_at timestamptz not null,
        repaired_at timestamptz,
        verified_at timestamptz,
        unique (batch_id, rule)
      )`);
    this.addSql('create index quality_problem_opened on quality_problem (opened_at desc, id desc)');
  }
}
