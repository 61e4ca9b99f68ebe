import { Migration } from '@mikro-orm/migrations';

/** The last day of use of the lot of each dose, for the data check. */
export class DoseExpiry extends Migration {
  override name = '20261202050000-dose-expiry';

  override up(): void {
    this.addSql('alter table person_dose add column expires_on date');
  }
}
