import { Migration } from '@mikro-orm/migrations';

/**
 * Counters by the issuer's name: one sender hands in licences of several issuers under its own code. The log of licences by time: searched by
 * day and summed by spans.
 */
export class LicenceFigures extends Migration {
  override name = '20261130141000-licence-figures';

  override up(): void {
    this.addSql('delete from licence_count');
    this.addSql('alter table licence_count drop constraint licence_count_pkey');
    this.addSql(
      'alter table licence_count add primary key (type_code, division, issuer_code, issuer_name, state, valid_flag)',
    );
    this.addSql(`
      insert into licence_count (type_code, division, issuer_code, issuer_name, state, valid_flag, licences)
      select type_code, division, issuer_code, issuer_name, state, valid_flag, count(*) from licence group by 1, 2, 3, 4, 5, 6`);
    this.addSql('create index licence_log_at on licence_log (at)');
  }
}
