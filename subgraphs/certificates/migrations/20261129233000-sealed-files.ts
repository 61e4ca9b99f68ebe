import { Migration } from '@mikro-orm/migrations';

/** Seals with their keys and rights, the files of certificates, the log of sealings, paper prints, submissions. */
export class SealedFiles extends Migration {
  override name = '20261129233000-sealed-files';

  override up(): void {
    // The local certificate authority: roots and seal maker belong to nobody, a signer to one seal.
    this.addSql(`
      create table seal_key (
        id uuid primary key,
        use text not null check (use in ('root', 'maker', 'signer')),
        alg text not null check (alg in ('SM2', 'ES256')),
        certificate bytea not null,
        serial text not null,
        private_sealed text not null,
        created_at timestamptz not null
      )`);
    this.addSql("create unique index seal_key_authority on seal_key (use, alg) where use <> 'signer'");
    this.addSql('create sequence seal_number');
    this.addSql(`
      create table seal (
        id uuid primary key,
        issuer_id uuid not null,
        division text collate "C" not null,
        name text not null,
        number text not null unique,
        origin text not null check (origin in ('uploaded', 'drawn')),
        state text not null check (state in ('uploading', 'refused', 'active', 'replaced', 'withdrawn')),
        failure text,
        file_id uuid references stored_file,
        picture bytea,
        width_mm int,
        height_mm int,
        seal bytea,
        ofd_key uuid references seal_key,
        pdf_key uuid references seal_key,
        valid_from timestamptz,
        valid_to timestamptz,
        created_at timestamptz not null,
        created_by text not null,
        created_role text not null,
        made_at timestamptz,
        ended_at timestamptz,
        ended_by text,
        ended_reason text
      )`);
    this.addSql("create unique index seal_active on seal (issuer_id) where state = 'active'");
    this.addSql('create index seal_division on seal (division, id)');
    this.addSql(`
      create table seal_grant (
        seal_id uuid not null references seal,
        grantee text not null,
        granted_by text not null,
        granted_at timestamptz not null,
        withdrawn_by text,
        withdrawn_at timestamptz
      )`);
    this.addSql('create unique index seal_grant_standing on seal_grant (seal_id, grantee) where withdrawn_at is null');

    this.addSql(`
      create table sealed_document (
        id uuid primary key,
        person_id uuid not null,
        certificate_id uuid not null,
        kind text not null check (kind in ('certificate', 'annotated')),
        is_masked boolean not null,
        state text not null check (state in ('waiting', 'sealing', 'sealed', 'failed', 'withdrawn')),
        failure text,
        attempts int not null default 0,
        next_at timestamptz not null,
        lease_until timestamptz,
        requested_by text not null,
        operator text not null,
        purpose_sealed text,
        valid_until date,
        record_sm3 text,
        check_due boolean not null default false,
        seal_id uuid references seal,
        ofd_file uuid references stored_file,
        pdf_file uuid references stored_file,
        ofd_bytes int,
        pdf_bytes int,
        pages int,
        requested_at timestamptz not null,
        sealed_at timestamptz,
        withdrawn_at timestamptz,
        withdrawn_by text,
        withdrawn_reason text,
        foreign key (person_id, certificate_id) references certificate (person_id, certificate_id)
      )`);
    // Two requests for one certificate make one file.
    this.addSql(
      `create unique index sealed_document_one on sealed_document (person_id, certificate_id, is_masked)
       where kind = 'certificate' and state <> 'withdrawn'`,
    );
    this.addSql('create index sealed_document_certificate on sealed_document (person_id, certificate_id, id)');
    this.addSql(
      "create index sealed_document_queue on sealed_document (next_at) where state in ('waiting', 'sealing') or check_due",
    );
    this.addSql('create index sealed_document_seal on sealed_document (seal_id) where seal_id is not null');
    // Evidence: only ever added.
    this.addSql(`
      create table sealing_log (
        seq bigint generated always as identity primary key,
        at timestamptz not null,
        act text not null check (act in ('seal', 'withdraw')),
        document_id uuid not null,
        person_id uuid not null,
        certificate_id uuid not null,
        issuer_id uuid not null,
        division text collate "C" not null,
        seal_id uuid,
        operator text not null,
        format text check (format in ('ofd', 'pdf')),
        file_sm3 text,
        certificate_serial text,
        result text not null check (result in ('ok', 'failed')),
        reason text
      )`);
    this.addSql('create index sealing_log_issuer on sealing_log (issuer_id, seq)');
    this.addSql('create index sealing_log_division on sealing_log (division, seq)');
    this.addSql('create index sealing_log_document on sealing_log (document_id, seq)');
    this.addSql(`
      create table document_link (
        id uuid primary key,
        document_id uuid not null references sealed_document,
        format text not null check (format in ('ofd', 'pdf')),
        account_id text not null,
        role text not null,
        organisation_id uuid,
        made_at timestamptz not null,
        fetched_at timestamptz
      )`);
    this.addSql('create index document_link_document on document_link (document_id, made_at)');

    this.addSql(`
      create table licence_submission (
        id uuid primary key,
        kind text not null check (kind in ('certificate', 'seal')),
        subject_id uuid not null,
        state text not null check (state in ('waiting', 'accepted', 'refused')),
        receipt text,
        attempts int not null default 0,
        next_at timestamptz not null,
        last_error text,
        created_at timestamptz not null,
        accepted_at timestamptz,
        unique (kind, subject_id)
      )`);
    this.addSql("create index licence_submission_queue on licence_submission (next_at) where state = 'waiting'");
  }
}
