import { Migration } from '@mikro-orm/migrations';

/** Rights of partners to have licences shown, how often they used them, blocks, and the trace of every showing. */
export class ShowingTables extends Migration {
  override name = '20261129233000-showing-tables';

  override up(): void {
    this.addSql(`
      create table showing_right (
        id uuid primary key,
        type_code text not null,
        organisation_id uuid,
        account_id text,
        purposes text[] not null,
        fields text[],
        per_minute int not null check (per_minute > 0),
        per_day int not null check (per_day > 0),
        granted_at timestamptz not null,
        granted_by text not null,
        withdrawn_at timestamptz,
        withdrawn_by text,
        reason text,
        check ((organisation_id is null) <> (account_id is null))
      )`);
    this.addSql(`
      create unique index showing_right_standing on showing_right
        (type_code, coalesce(organisation_id::text, ''), coalesce(account_id, '')) where withdrawn_at is null`);
    // Kept with each call, never counted on demand.
    this.addSql(`
      create table showing_use (
        account_id text not null,
        type_code text not null,
        day date not null,
        calls int not null,
        minute timestamptz not null,
        minute_calls int not null,
        primary key (account_id, type_code, day)
      )`);
    this.addSql(`
      create table showing_block (
        id uuid primary key,
        account_id text not null,
        type_code text not null,
        blocked_at timestamptz not null,
        calls int not null,
        lifted_at timestamptz,
        lifted_by text,
        reason text
      )`);
    this.addSql(
      'create unique index showing_block_standing on showing_block (account_id, type_code) where lifted_at is null',
    );
    this.addSql(`
      create table showing_trace (
        id uuid primary key,
        at timestamptz not null,
        account_id text not null,
        organisation_id uuid,
        type_code text not null,
        purpose text not null,
        kind text not null check (kind in ('show', 'search', 'verify')),
        outcome text not null check (outcome in ('found', 'none', 'refused', 'limited', 'blocked')),
        holder_blind text,
        credential_id text,
        rows int not null,
        told boolean not null
      )`);
    this.addSql('create index showing_trace_type on showing_trace (type_code, id desc)');
    this.addSql('create index showing_trace_account on showing_trace (account_id, id desc)');
    this.addSql(
      'create index showing_trace_holder on showing_trace (holder_blind, id desc) where holder_blind is not null',
    );
    this.addSql('create index showing_trace_at on showing_trace (at)');
    this.addSql('create index showing_trace_untold on showing_trace (id) where not told');
  }
}
