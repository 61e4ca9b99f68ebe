import { Migration } from '@mikro-orm/migrations';

/** Staff and vaccine list of each vaccination point, permanent (接种点) and temporary (临时接种点, H-11). */
export class PointLists extends Migration {
  override name = '20261203100000-point-lists';

  override up(): void {
    this.addSql(`
      create table point_list (
        organisation_id uuid not null,
        point text not null,
        staff text[] not null,
        vaccines text[] not null,
        primary key (organisation_id, point)
      )`);
    this.addSql(`alter table vaccination_session add column staff text[] not null default '{}'`);
  }
}
