import { Migration } from '@mikro-orm/migrations';

/** Codes for the screen: places of presentation codes in the status list, and access codes. */
export class Presentations extends Migration {
  override name = '20261129231000-presentations';

  override up(): void {
    // One place a certificate: all of its presentation codes end with it, and the list grows with certificates, not with minutes.
    this.addSql(`
      create table presentation (
        person_id uuid not null,
        certificate_id uuid not null,
        list_id text not null,
        position int not null,
        valid_until timestamptz not null,
        primary key (person_id, certificate_id, list_id)
      )`);
    this.addSql('create index presentation_live on presentation (valid_until)');
    this.addSql(`
      create table access_code (
        person_id uuid not null,
        id uuid not null,
        account_id text not null,
        purpose text not null check (purpose in ('full_history', 'identity')),
        token_sealed text not null,
        token_blind text not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        opened_at timestamptz,
        opened_by text,
        opened_org uuid,
        opened_role text,
        refused int not null default 0,
        refused_at timestamptz,
        primary key (person_id, id)
      )`);
    this.addSql('create index access_code_token on access_code (token_blind)');
    this.addSql('create index access_code_made on access_code (account_id, created_at desc)');
    // Which key signed a certificate: when a key is revoked, these are issued again. Both keys of a season share one status list.
    this.addSql('alter table certificate add column kid text');
    this.addSql(`
      update certificate c set kid = (
        select k.kid from signing_key k
        where k.use = 'result' and k.status_list = c.list_id and (k.revoked_at is null or k.revoked_at >= c.issued_at)
        order by k.revoked_at nulls last limit 1)`);
    this.addSql(`create index certificate_kid on certificate (kid, person_id) where state = 'valid'`);
  }
}
