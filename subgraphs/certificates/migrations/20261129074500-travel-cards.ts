import { Migration } from '@mikro-orm/migrations';

/** Travel cards (SMART Health Card) with the keys that sign them and the counters of their revocation lists. */
export class TravelCards extends Migration {
  override name = '20261129074500-travel-cards';

  override up(): void {
    this.addSql(`
      create table travel_key (
        kid text primary key,
        season text not null unique,
        spki bytea not null,
        private_sealed text not null,
        crl_version int not null default 1
      )`);
    this.addSql(`
      create table travel_card (
        person_id uuid not null,
        card_id uuid not null,
        kid text not null references travel_key,
        rid text not null,
        sealed text not null,
        detail text not null check (detail in ('full', 'brief')),
        doses int not null,
        issued_at timestamptz not null,
        revoked_at timestamptz,
        revoked_reason text check (revoked_reason in ('record_changed', 'person_changed')),
        primary key (person_id, card_id),
        check ((revoked_at is null) = (revoked_reason is null))
      )`);
    this.addSql('create index travel_card_latest on travel_card (person_id, issued_at desc, card_id desc)');
    this.addSql('create index travel_card_revoked on travel_card (kid, revoked_at, rid) where revoked_at is not null');
  }
}
