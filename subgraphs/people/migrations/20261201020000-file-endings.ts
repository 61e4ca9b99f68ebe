import { Migration } from '@mikro-orm/migrations';

/** How a file ended and what it was before (J-02). */
export class FileEndings extends Migration {
  override name = '20261201020000-file-endings';

  override up(): void {
    this.addSql(`
      alter table person add column ended_on date, add column end_reason text, add column end_note_sealed text,
        add column died_on date, add column state_before text, add column deleted_on date`);
    // Files ended before: what is known of how.
    this.addSql(`
      update person p set end_reason = 'merged', ended_on = (l.merged_at at time zone 'Asia/Shanghai')::date, state_before = l.state_before
      from person_link l where l.merged_id = p.id and l.undone_at is null and p.registration_state = 'cancelled'`);
    this.addSql(`
      update person p set end_reason = 'birth_withdrawn', ended_on = (p.updated_at at time zone 'Asia/Shanghai')::date, state_before = 'active'
      from birth_file b where b.person_id = p.id and b.state = 'cancelled' and p.registration_state = 'cancelled'
        and p.end_reason is null`);
    this.addSql(`
      update person p set end_reason = 'death_report', ended_on = d.died_on, died_on = d.died_on, state_before = d.state_before
      from death_report d where d.person_id = p.id and d.state = 'confirmed' and p.registration_state = 'dead'`);
    this.addSql(`
      update person set end_reason = 'other', ended_on = (updated_at at time zone 'Asia/Shanghai')::date, state_before = 'active'
      where registration_state = 'cancelled' and end_reason is null`);
  }
}
