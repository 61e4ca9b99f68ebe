import { Migration } from '@mikro-orm/migrations';

/**
 * Who lost custody of a child (监护权变更) cannot be bound to it again until the clinic lifts it: by the account that was bound, and by
 * the real name of the guardian who ended, whatever account it comes with.
 */
export class BindingBars extends Migration {
  override name = '20261209010000-binding-bars';

  override up(): void {
    this.addSql('alter table former_guardian add column id uuid not null default gen_random_uuid()');
    this.addSql('alter table former_guardian add unique (id)');
    this.addSql(`
      create table binding_bar (
        former_id uuid not null references former_guardian (id) on delete cascade,
        ordinal int not null,
        person_id uuid not null references person on delete cascade,
        account_id text,
        name_key text,
        lifted_at timestamptz,
        lifted_by text,
        primary key (former_id, ordinal),
        check (account_id is not null or name_key is not null)
      )`);
    this.addSql('create index binding_bar_standing on binding_bar (person_id) where lifted_at is null');
  }
}
