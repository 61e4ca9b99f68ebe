import { Migration } from '@mikro-orm/migrations';

/** Two divisions that go into one (J-09) may each have a round of the same term; opening a second one is refused under a lock. */
export class RoundsOfJoinedDivisions extends Migration {
  override name = '20261208010000-rounds-of-joined-divisions';

  override up(): void {
    this.addSql('alter table school_round drop constraint school_round_code_division_key');
    this.addSql('create index school_round_code on school_round (code, division)');
  }
}
