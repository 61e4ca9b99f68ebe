import { Migration } from '@mikro-orm/migrations';

/** When a handed-over file was opened for the first time: of two openings at once, one finds it unset, and that one is told of. */
export class FirstOpenings extends Migration {
  override name = '20261208020000-first-openings';

  override up(): void {
    this.addSql('alter table document_handover add column first_opened_at timestamptz');
    this.addSql(`
      update document_handover h set first_opened_at = o.at
      from (select person_id, handover_id, min(at) as at from document_handover_opening group by 1, 2) o
      where o.person_id = h.person_id and o.handover_id = h.id`);
  }
}
