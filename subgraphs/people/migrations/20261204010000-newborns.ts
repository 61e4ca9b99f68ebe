import { Migration } from '@mikro-orm/migrations';

/** Newborns as the maternal-child system told them (J-12), and how far each division was asked. */
export class Newborns extends Migration {
  override name = '20261204010000-newborns';

  override up(): void {
    this.addSql(`
      create table newborn (
        id uuid primary key,
        source_id text not null unique,
        digest text not null,
        sealed text not null,
        sex text not null check (sex in ('F', 'M', 'U')),
        birth_date date not null,
        division text not null,
        id_blind text,
        certificate_blind text,
        state text not null check (state in ('waiting', 'filed', 'dismissed')),
        person_id uuid references person on delete set null,
        taken_digest text,
        fetched_at timestamptz not null,
        version int not null
      )`);
    this.addSql('create index newborn_list on newborn (birth_date desc, id desc)');
    this.addSql('create index newborn_id_blind on newborn (id_blind) where id_blind is not null');
    this.addSql(
      'create index newborn_certificate_blind on newborn (certificate_blind) where certificate_blind is not null',
    );
    this.addSql('create index newborn_person on newborn (person_id) where person_id is not null');
    this.addSql(`
      create table newborn_fetch (
        division text primary key,
        cursor text not null,
        fetched_at timestamptz not null
      )`);
  }
}
