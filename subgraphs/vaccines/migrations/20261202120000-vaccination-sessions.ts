import { Migration } from '@mikro-orm/migrations';

/** Sessions at temporary points (临时接种点, H-11), and the one a visit belongs to. */
export class VaccinationSessions extends Migration {
  override name = '20261202120000-vaccination-sessions';

  override up(): void {
    this.addSql(`
      create table vaccination_session (
        id uuid primary key,
        organisation_id uuid not null,
        day date not null,
        point text not null,
        address text,
        team text[] not null,
        vaccines text[] not null,
        planned_by text not null,
        planned_at timestamptz not null,
        cancelled_by text,
        cancelled_at timestamptz
      )`);
    this.addSql('create index vaccination_session_day on vaccination_session (organisation_id, day)');
    this.addSql(
      `create unique index vaccination_session_point on vaccination_session (organisation_id, day, point)
       where cancelled_at is null`,
    );
    this.addSql('alter table visit add column session_id uuid references vaccination_session');
  }
}
