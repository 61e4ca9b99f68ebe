import { Migration } from '@mikro-orm/migrations';

/**
 * An opened vial has an id of its own, so that one without a trace code can be opened and clocked too. The id of one that
 * has a code holds its digits (`vialIdOf` of the schedule): tablets that scan it off line name the same vial.
 */
export class VialIds extends Migration {
  override name = '20261205110000-vial-ids';

  override up(): void {
    this.addSql('alter table open_vial add column id uuid');
    this.addSql(`
      update open_vial set id = (substr(trace_code, 1, 8) || '-' || substr(trace_code, 9, 4) || '-8' || substr(trace_code, 13, 3)
        || '-8' || substr(trace_code, 16, 3) || '-' || substr(trace_code, 19, 2) || '0000000000')::uuid`);
    this.addSql('alter table vial_discard add column vial_id uuid');
    this.addSql('update vial_discard x set vial_id = v.id from open_vial v where v.trace_code = x.trace_code');
    // Its foreign key and the index of what stands go with the column.
    this.addSql('alter table vial_discard drop column trace_code');
    this.addSql('alter table open_vial drop constraint open_vial_pkey');
    this.addSql(
      'alter table open_vial alter column trace_code drop not null, add primary key (id), add unique (trace_code)',
    );
    this.addSql(
      'alter table vial_discard alter column vial_id set not null, add foreign key (vial_id) references open_vial',
    );
    this.addSql('create unique index vial_discard_standing on vial_discard (vial_id) where undone_at is null');
    this.addSql('alter table dose add column vial_id uuid');
    this.addSql(
      'update dose d set vial_id = v.id from open_vial v where d.trace_code = v.trace_code and d.clinic_id = v.organisation_id',
    );
    this.addSql('create index dose_vial on dose (vial_id) where vial_id is not null');
  }
}
