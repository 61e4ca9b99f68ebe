import { Migration } from '@mikro-orm/migrations';

/** Sealed files that their holders handed to a school or unit (签章文件分发), and each opening of one. */
export class DocumentHandovers extends Migration {
  override name = '20261130191000-document-handovers';

  override up(): void {
    this.addSql(`
      create table document_handover (
        person_id uuid not null,
        id uuid not null,
        document_id uuid not null references sealed_document,
        account_id text not null,
        organisation_id uuid not null,
        purpose text not null check (purpose in ('school_entry', 'transfer', 'employment', 'event', 'other')),
        given_at timestamptz not null,
        open_until date not null,
        taken_back_at timestamptz,
        primary key (person_id, id)
      )`);
    // Handing over twice what still stands is one hand-over.
    this.addSql(`
      create unique index document_handover_one on document_handover (person_id, document_id, organisation_id, purpose)
        where taken_back_at is null`);
    this.addSql(
      'create index document_handover_received on document_handover (organisation_id, id desc) where taken_back_at is null',
    );
    this.addSql('create index document_handover_id on document_handover (id)');
    this.addSql(`
      create table document_handover_opening (
        person_id uuid not null,
        id uuid not null,
        handover_id uuid not null,
        at timestamptz not null,
        account_id text not null,
        format text not null check (format in ('ofd', 'pdf')),
        primary key (person_id, id),
        foreign key (person_id, handover_id) references document_handover (person_id, id)
      )`);
    this.addSql(
      'create index document_handover_opening_of on document_handover_opening (person_id, handover_id, id desc)',
    );
    this.addSql('alter table document_link add column handover_id uuid');
  }
}
