import { Migration } from '@mikro-orm/migrations';

/** The vaccination points of a clinic (接种点), and the one a visit happened at (H-09). */
export class VaccinationPoints extends Migration {
  override name = '20261130190000-vaccination-points';

  override up(): void {
    this.addSql(`alter table clinic_setting add column points text[] not null default '{}'`);
    this.addSql('alter table visit add column point text');
  }
}
