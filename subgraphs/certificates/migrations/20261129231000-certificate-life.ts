import { Migration } from '@mikro-orm/migrations';

/** What a certificate's events tell, and the words of who revoked it apart from the code of the reason. */
export class CertificateLife extends Migration {
  override name = '20261129231000-certificate-life';

  override up(): void {
    this.addSql(`
      alter table certificate
        add column division text collate "C",
        add column application_id uuid,
        add column is_renewal boolean not null default false,
        add column version int not null default 1,
        add column revoked_words text`);
    this.addSql('alter table certificate add column if not exists sealed_at timestamptz');
    this.addSql(`
      update certificate c set division = h.division from holder h where h.person_id = c.person_id`);
    this.addSql(`update certificate set division = '' where division is null`);
    this.addSql('alter table certificate alter column division set not null');
    this.addSql(`
      update certificate set revoked_words = revoked_reason, revoked_reason = 'issuer'
      where revoked_reason not in ('replaced', 'record_changed', 'person_changed', 'file_closed')`);
    // Exact search by name at the desk; certificates of before get theirs with the next issue.
    this.addSql('alter table certificate add column name_blind text');
    this.addSql('create index certificate_name on certificate (name_blind) where name_blind is not null');
    this.addSql('create index certificate_issued on certificate (issued_at desc, certificate_id desc)');
    this.addSql(`create index certificate_expiring on certificate (expires_at, certificate_id) where state = 'valid'`);
    this.addSql('create index certificate_identifier on certificate (identifier)');
    this.addSql('create index certificate_by_number on certificate (number)');
  }
}
