import { Migration } from '@mikro-orm/migrations';

/** Directory (divisions, organisations), accounts, sessions, signing keys, phone codes, real-name checks, settings. */
export class IdentityTables extends Migration {
  override name = '20261121100000-identity-tables';

  override up(): void {
    this.addSql(`
      create table division (
        code text primary key,
        name text not null,
        full_name text not null,
        level text not null,
        parent_code text references division
      )`);
    this.addSql('create index division_parent on division (parent_code, code)');
    this.addSql(`
      create table organisation (
        id uuid primary key,
        code text not null unique,
        name text not null,
        kind text not null,
        division_code text not null references division,
        address text,
        phone text
      )`);
    this.addSql('create index organisation_place on organisation (division_code, code)');
    // Names, documents and phones are sealed; the blind columns answer exact search and hold uniqueness (S-28, Q-94).
    this.addSql(`
      create table account (
        id uuid primary key,
        login text unique,
        role text not null,
        state text not null default 'normal',
        name_sealed text not null,
        password_hash text not null,
        organisation_id uuid references organisation,
        division_code text references division,
        divisions text[] not null default '{}',
        vaccines text[],
        purpose text,
        phone_sealed text,
        phone_blind text unique,
        document_type text,
        document_sealed text,
        document_blind text unique,
        real_name_verified boolean not null default false,
        terms_accepted_at timestamptz,
        created_at timestamptz not null default now(),
        last_sign_in_at timestamptz,
        check (login is not null or phone_blind is not null)
      )`);
    this.addSql('create index account_place on account (division_code, id)');
    // A session is a family of refresh tokens, and the line of the login log (Q-92, J-84).
    this.addSql(`
      create table session (
        id uuid primary key,
        account_id uuid not null references account,
        created_at timestamptz not null default now(),
        last_used_at timestamptz not null default now(),
        expires_at timestamptz not null,
        ended_at timestamptz,
        end_reason text,
        client_address text,
        user_agent text
      )`);
    this.addSql('create index session_account on session (account_id, created_at desc)');
    this.addSql(`
      create table refresh_token (
        hash text primary key,
        session_id uuid not null references session on delete cascade,
        issued_at timestamptz not null default now(),
        used_at timestamptz
      )`);
    this.addSql('create index refresh_token_session on refresh_token (session_id)');
    // By key and not by account: a login that does not exist locks like one that does.
    this.addSql(`
      create table sign_in_failure (
        key text primary key,
        failures int not null,
        at timestamptz not null default now(),
        locked_until timestamptz
      )`);
    this.addSql(`
      create table signing_key (
        kid text primary key,
        state text not null check (state in ('next', 'current', 'retired')),
        public_jwk jsonb not null,
        private_sealed text,
        published_at timestamptz not null,
        current_from timestamptz,
        retired_at timestamptz,
        accepted_until timestamptz
      )`);
    this.addSql(`create unique index signing_key_current on signing_key (state) where state = 'current'`);
    this.addSql(`create unique index signing_key_next on signing_key (state) where state = 'next'`);
    this.addSql(`
      create table phone_code (
        id uuid primary key,
        phone_blind text not null,
        code_hash text not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        tries int not null default 0,
        used_at timestamptz
      )`);
    this.addSql('create index phone_code_phone on phone_code (phone_blind, created_at desc)');
    // The log of Q-91: when, what was asked (sealed), the answer, and what went wrong.
    this.addSql(`
      create table real_name_check (
        id uuid primary key,
        account_id uuid not null references account,
        asked_at timestamptz not null,
        request_sealed text not null,
        provider text,
        result text,
        failure text,
        checked_at timestamptz
      )`);
    this.addSql('create index real_name_check_account on real_name_check (account_id, asked_at desc)');
    this.addSql('create table setting (key text primary key, value jsonb not null)');
  }
}
