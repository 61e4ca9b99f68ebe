import { Migration } from '@mikro-orm/migrations';

/** Settings of coming and going, the history of cases, moves of files between units. */
export class Moves extends Migration {
  override name = '20261130013000-moves';

  override up(): void {
    this.addSql('alter table organisation add column closed_on date');
    this.addSql(`
      create table people_setting (
        division text collate "C" primary key,
        hbsag_required boolean not null,
        anti_hbs_required boolean not null,
        push_days int not null,
        newborn_days int not null,
        answer_days int not null,
        version int not null,
        changed_at timestamptz not null,
        changed_by text not null
      )`);
    // What was done with a birth, a move or a death, one row an act; words why are sealed.
    this.addSql(`
      create table case_step (
        case_id uuid not null,
        number int not null,
        at timestamptz not null,
        action text not null,
        from_state text,
        to_state text not null,
        account_id text,
        unit_id uuid,
        reason_sealed text,
        primary key (case_id, number)
      )`);
    // `before_sealed` holds what receiving changed in the file, so that it can be given back.
    this.addSql(`
      create table file_move (
        id uuid primary key,
        person_id uuid not null references person on delete cascade,
        direction text not null check (direction in ('out', 'in', 'abroad', 'arrival')),
        state text not null check (state in ('initiated', 'waiting', 'refused', 'received', 'withdrawn')),
        from_unit uuid,
        to_unit uuid,
        from_division text collate "C" not null,
        to_division text collate "C" not null,
        address_sealed text,
        contact_sealed text,
        phone_sealed text,
        reason_sealed text not null,
        started_at timestamptz not null,
        answer_by date not null,
        before_sealed text,
        version int not null default 1
      )`);
    this.addSql(`create unique index file_move_open on file_move (person_id) where state in ('initiated', 'waiting')`);
    this.addSql('create index file_move_person on file_move (person_id, id)');
    this.addSql('create index file_move_from on file_move (from_unit, id)');
    this.addSql('create index file_move_to on file_move (to_unit, id)');
    this.addSql('create index file_move_from_division on file_move (from_division, id)');
    this.addSql('create index file_move_to_division on file_move (to_division, id)');
    this.addSql(`create index file_move_answer on file_move (answer_by) where state in ('initiated', 'waiting')`);
  }
}
