import { Migration } from '@mikro-orm/migrations';

/** Batches of files put right at once (批量修正): what was proposed for each, what was written, what was put back. */
export class QualityRepairs extends Migration {
  override name = '20261201031000-quality-repairs';

  override up(): void {
    this.addSql(`
      create table quality_repair (
        id uuid primary key,
        rule text not null,
        clinic uuid,
        desk jsonb not null,
        state text not null check (state in ('preparing', 'ready', 'running', 'done', 'undoing', 'undone')),
        by_account text not null,
        by_role text not null,
        by_unit uuid,
        last_person uuid,
        total int not null,
        ready int not null default 0,
        refused int not null default 0,
        written int not null default 0,
        skipped int not null default 0,
        restored int not null default 0,
        kept int not null default 0,
        asked_at timestamptz not null,
        ran_at timestamptz
      )`);
    this.addSql('create index quality_repair_account on quality_repair (by_account, asked_at desc, id)');
    this.addSql(`
      create index quality_repair_work on quality_repair (asked_at) where state in ('preparing', 'running', 'undoing')`);
    this.addSql(`
      create table quality_repair_row (
        repair_id uuid not null references quality_repair,
        person_id uuid not null references person on delete cascade,
        state text not null check (state in ('ready', 'refused', 'written', 'skipped', 'restored', 'kept')),
        reason text,
        change_sealed text,
        primary key (person_id, repair_id)
      )`);
    this.addSql('create index quality_repair_row_state on quality_repair_row (repair_id, state, person_id)');
  }
}
