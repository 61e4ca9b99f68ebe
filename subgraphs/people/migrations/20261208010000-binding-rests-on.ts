import { Migration } from '@mikro-orm/migrations';

/** Name and phone an account was bound by: they tell which guardian of the file it is, when a guardian ends. Empty of earlier bindings. */
export class BindingRestsOn extends Migration {
  override name = '20261208010000-binding-rests-on';

  override up(): void {
    this.addSql('alter table binding add column name_key text, add column phone_blind text');
  }
}
