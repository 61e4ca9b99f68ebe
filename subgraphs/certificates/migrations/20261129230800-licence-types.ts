import { Migration } from '@mikro-orm/migrations';

/** Licence types as definitions (证照标准), the store of licences, its counters and logs. */
export class LicenceTypes extends Migration {
  override name = '20261129230800-licence-types';

  override up(): void {
    this.addSql(`
      create table licence_type (
        code text primary key check (code ~ '^[0-9A-Z]{18}[0-9]{3}$'),
        slug text not null unique,
        name text not null,
        created_at timestamptz not null
      )`);
    this.addSql('create index licence_type_created on licence_type (created_at desc, code)');
    this.addSql(`
      create table licence_type_version (
        type_code text not null references licence_type,
        version int not null,
        definition jsonb not null,
        state text not null check (state in ('draft', 'submitted', 'refused', 'approved', 'active', 'archived')),
        differences jsonb not null default '[]',
        steps jsonb not null default '[]',
        note text,
        proposed_by text,
        proposed_at timestamptz not null,
        decided_by text,
        decided_at timestamptz,
        decision_note text,
        active_from timestamptz,
        primary key (type_code, version)
      )`);
    this.addSql(
      `create unique index licence_type_version_active on licence_type_version (type_code) where state = 'active'`,
    );
    this.addSql(`
      create unique index licence_type_version_open on licence_type_version (type_code)
        where state in ('draft', 'submitted', 'approved')`);
    this.addSql(`
      create table licence_type_log (
        id uuid primary key,
        type_code text not null references licence_type,
        version int not null,
        action text not null,
        account_id text,
        at timestamptz not null,
        note text,
        before jsonb,
        after jsonb
      )`);
    this.addSql('create index licence_type_log_type on licence_type_log (type_code, id desc)');

    // One partition a type (J-51), made with the type; each unique key carries the type.
    this.addSql(`
      create table licence (
        type_code text not null,
        licence_id uuid not null,
        type_version int not null,
        number text not null,
        identifier text not null,
        identifier_version int not null,
        business_key text not null,
        business_date date not null,
        holder_document_blind text,
        holder_name_blind text not null,
        search jsonb not null,
        sealed text not null,
        issuer_code text not null,
        issuer_name text not null,
        division text collate "C" not null,
        valid_from date,
        valid_to date,
        state text not null check (state in ('valid', 'expired', 'suspended', 'revoked')),
        valid_flag smallint not null default 1 check (valid_flag in (0, 1)),
        source text not null,
        batch_id uuid,
        collected_at timestamptz not null,
        updated_at timestamptz not null,
        primary key (type_code, licence_id)
      ) partition by list (type_code)`);
    this.addSql('create unique index licence_business_key on licence (type_code, business_key) where valid_flag = 1');
    this.addSql('create index licence_updated on licence (type_code, updated_at, licence_id)');
    this.addSql('create index licence_number on licence (type_code, number)');
    this.addSql(
      'create index licence_document on licence (holder_document_blind, type_code) where holder_document_blind is not null',
    );
    this.addSql('create index licence_name on licence (holder_name_blind, type_code)');
    this.addSql('create index licence_search on licence using gin (search jsonb_path_ops)');
    this.addSql(`create index licence_valid_to on licence (valid_to) where state = 'valid' and valid_to is not null`);
    this.addSql('create index licence_batch on licence (batch_id) where batch_id is not null');

    // The application's login may not make tables: these two functions make what belongs to a type, and nothing else.
    this.addSql(`
      create function add_licence_partition(type text) returns void language plpgsql security definer
        set search_path = public, pg_temp as $$
      begin
        if type !~ '^[0-9A-Z]{18}[0-9]{3}$' then raise exception 'no code of a licence type'; end if;
        execute format('create table if not exists %I partition of licence for values in (%L)', 'licence_' || lower(type), type);
      end $$`);
    this.addSql(`
      create function add_licence_filter(type text, field text) returns void language plpgsql security definer
        set search_path = public, pg_temp as $$
      begin
        if type !~ '^[0-9A-Z]{18}[0-9]{3}$' or field !~ '^[a-z][A-Za-z0-9]{0,39}$' then
          raise exception 'no field of a licence type';
        end if;
        execute format('create index if not exists %I on %I ((search ->> %L) text_pattern_ops)',
          'licence_' || lower(type) || '_' || field, 'licence_' || lower(type), field);
      end $$`);

    // Kept with each change, never counted on demand (J-100).
    this.addSql(`
      create table licence_count (
        type_code text not null,
        division text collate "C" not null,
        issuer_code text not null,
        state text not null,
        valid_flag smallint not null,
        issuer_name text not null,
        licences bigint not null,
        primary key (type_code, division, issuer_code, state, valid_flag)
      )`);

    this.addSql(`
      create table licence_log (
        id uuid primary key,
        type_code text not null,
        licence_id uuid,
        number text,
        kind text not null,
        rows int not null,
        account_id text,
        at timestamptz not null,
        reason text,
        batch_id uuid,
        division text collate "C"
      )`);
    this.addSql('create index licence_log_type on licence_log (type_code, id desc)');
    this.addSql('create index licence_log_licence on licence_log (licence_id, id desc) where licence_id is not null');
    this.addSql(`
      create function refuse_removal() returns trigger language plpgsql as $$
      begin raise exception '% is kept for ever', tg_table_name using errcode = 'insufficient_privilege'; end $$`);
    this.addSql(
      'create trigger licence_log_kept before update or delete or truncate on licence_log for each statement execute function refuse_removal()',
    );
    this.addSql(
      'create trigger licence_kept before delete or truncate on licence for each statement execute function refuse_removal()',
    );

    this.addSql(`
      create table licence_migration (
        id uuid primary key,
        type_code text not null references licence_type,
        to_version int not null,
        state text not null check (state in ('running', 'done', 'failed')),
        last_licence uuid not null,
        done int not null default 0,
        total int,
        unfit int not null default 0,
        started_at timestamptz not null,
        finished_at timestamptz
      )`);
    this.addSql('create index licence_migration_type on licence_migration (type_code, id desc)');
    this.addSql(`
      create table licence_misfit (
        migration_id uuid not null references licence_migration,
        licence_id uuid not null,
        findings jsonb not null,
        primary key (migration_id, licence_id)
      )`);
  }
}
