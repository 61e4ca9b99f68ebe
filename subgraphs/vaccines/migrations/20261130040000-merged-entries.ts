import { Migration } from '@mikro-orm/migrations';

/** Of which file a health fact or a reason of not given came, as `dose.origin_person` says of doses. */
export class MergedEntries extends Migration {
  override name = '20261130040000-merged-entries';

  override up(): void {
    // Null: the entry stands with the file it was made for.
    this.addSql('alter table health_fact add column origin_person uuid');
    this.addSql('alter table not_given add column origin_person uuid');
    // Files merged before: their entries follow the doses.
    for (const table of ['health_fact', 'not_given']) {
      this.addSql(`
        with recursive way (merged_id, id) as (
          select merged_id, survivor_id from person_link where survivor_id is not null
          union
          select way.merged_id, l.survivor_id from way join person_link l on l.merged_id = way.id
          where l.survivor_id is not null)
        update ${table} e set person_id = way.id, origin_person = e.person_id from way
        where e.person_id = way.merged_id
          and not exists (select 1 from person_link l where l.merged_id = way.id and l.survivor_id is not null)`);
    }
    this.addSql(`
      update subject s set changed = pg_current_xact_id(), facts = (
        select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('kind', f.kind, 'code', f.code, 'date', f.date, 'until', f.until))
          order by f.date, f.code)
        from health_fact f where f.person_id = s.person_id and f.withdrawn_at is null)
      where exists (select 1 from health_fact f where f.person_id = s.person_id and f.origin_person is not null
        and f.withdrawn_at is null)`);
  }
}
