import { Migration } from '@mikro-orm/migrations';

/** how many children an account may be bound to is a setting of the division. */
export class BindingLimit extends Migration {
  override name = '20261130020000-binding-limit';

  override up(): void {
    this.addSql('alter table people_setting add column max_bindings int not null default 10');
    this.addSql('alter table people_setting alter column max_bindings drop default');
  }
}
