import { Migration } from '@mikro-orm/migrations';

/** Keys of their own for the class lists that school devices take along. */
export class ClassListKeys extends Migration {
  override name = '20261130064800-class-list-keys';

  override up(): void {
    this.addSql('alter table signing_key drop constraint signing_key_use_check');
    this.addSql(`alter table signing_key add constraint signing_key_use_check
      check (use in ('root', 'result', 'presentation', 'status', 'class_list'))`);
  }
}
