import { Migration } from '@mikro-orm/migrations';

/** Files are found by their own phone, as they are by a guardian's. Files made before get it with their next change. */
export class PhoneIndex extends Migration {
  override name = '20261130050000-phone-index';

  override up(): void {
    this.addSql('alter table person add column phone_blind text');
    this.addSql('create index person_phone on person (phone_blind) where phone_blind is not null');
  }
}
