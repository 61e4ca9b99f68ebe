import { Migration } from '@mikro-orm/migrations';

/** What a proposal says of stored values, and the values a newer version of a type has no field for. */
export class LicenceUpgrades extends Migration {
  override name = '20261129233000-licence-upgrades';

  override up(): void {
    this.addSql(`alter table licence_type_version add hints jsonb not null default '{}'`);
    this.addSql('alter table licence add archived text');
  }
}
