import { Migration } from '@mikro-orm/migrations';

/** Keys and signed lists, copies of holders and organisations, certificates, school checks. */
export class CertificatesTables extends Migration {
  override name = '20261121100000-certificates-tables';

  override up(): void {
    this.addSql(`
      create table signing_key (
        kid text primary key,
        use text not null check (use in ('root', 'result', 'presentation', 'status')),
        season text not null,
        alg text not null,
        spki bytea not null,
        private_sealed text not null,
        sign_from timestamptz not null,
        sign_to timestamptz not null,
        verify_to timestamptz not null,
        revoked_at timestamptz,
        status_list text
      )`);
    // A revoked key makes room for its successor in the same season.
    this.addSql('create unique index signing_key_current on signing_key (use, season) where revoked_at is null');
    this.addSql(`
      create table status_list (
        id text primary key,
        size int not null,
        issued_at timestamptz,
        file bytea,
        file_sm3 bytea
      )`);
    // Allocated positions; which ones are taken must not be told by their order.
    this.addSql(`
      create table status_entry (
        list_id text not null references status_list,
        position int not null,
        revoked_at timestamptz,
        primary key (list_id, position)
      )`);
    this.addSql('create index status_entry_revoked on status_entry (list_id) where revoked_at is not null');
    this.addSql(`
      create table trust_list (
        one boolean primary key default true check (one),
        sequence bigint not null,
        issued_at timestamptz not null,
        file bytea not null
      )`);

    this.addSql(`
      create table holder (
        person_id uuid primary key,
        birth_date date not null,
        sex text not null,
        division text collate "C" not null,
        managing_org_id uuid not null,
        registration_state text not null,
        document_blind text,
        name_blind text not null,
        sealed text not null,
        version int not null
      )`);
    this.addSql('create index holder_document on holder (document_blind) where document_blind is not null');
    this.addSql('create index holder_name on holder (name_blind)');
    this.addSql(`
      create table binding (
        account_id text not null,
        person_id uuid not null,
        primary key (account_id, person_id)
      )`);
    this.addSql(`
      create table organisation (
        id uuid primary key,
        code text not null,
        name text not null,
        kind text not null,
        division text not null
      )`);

    this.addSql(`
      create table certificate_number (
        person_id uuid primary key,
        number text not null,
        version int not null
      )`);
    this.addSql(`
      create table number_counter (
        county text not null,
        year text not null,
        last int not null,
        primary key (county, year)
      )`);
    this.addSql(`
      create table certificate (
        person_id uuid not null,
        certificate_id uuid not null,
        number text not null,
        identifier text not null,
        state text not null check (state in ('valid', 'revoked')),
        issued_at timestamptz not null,
        expires_at timestamptz not null,
        issuer_id uuid not null,
        issued_by text not null,
        schedule_version text not null,
        result smallint not null,
        missing jsonb not null,
        masked_name text not null,
        birth_date date not null,
        list_id text not null,
        position int not null,
        code text not null,
        payload_hash text not null,
        short_code_sealed text not null,
        short_code_blind text not null,
        revoked_at timestamptz,
        revoked_by text,
        revoked_reason text,
        primary key (person_id, certificate_id)
      )`);
    this.addSql(`create unique index certificate_current on certificate (person_id) where state = 'valid'`);
    this.addSql('create index certificate_short_code on certificate (short_code_blind)');

    this.addSql(`
      create table school_check (
        id uuid primary key,
        school_id uuid not null,
        account_id text not null,
        role text not null,
        title text not null,
        check_date date not null,
        state text not null check (state in ('uploading', 'reading', 'ready', 'failed')),
        progress real not null default 0,
        failure text,
        created_at timestamptz not null,
        schedule_version text,
        file_id uuid not null references stored_file,
        counts jsonb not null default '{}'
      )`);
    this.addSql('create index school_check_school on school_check (school_id, created_at desc, id)');
    // What the list says of a pupil, and what is missing, is sealed as one JSON text.
    this.addSql(`
      create table school_check_row (
        check_id uuid not null references school_check on delete cascade,
        number int not null,
        verdict text not null,
        sealed text not null,
        primary key (check_id, number)
      )`);
    this.addSql('create index school_check_row_verdict on school_check_row (check_id, verdict, number)');
  }
}
