import { Migration } from '@mikro-orm/migrations';

/** Reports of deaths (死亡人口信息): whom they are about, from which source, and with whom they lie. */
export class Deaths extends Migration {
  override name = '20261130090000-deaths';

  override up(): void {
    // Name and numbers are sealed; the blind column says whether a paper was reported before.
    this.addSql(`
      create table death_report (
        id uuid primary key,
        person_id uuid references person on delete cascade,
        state text not null check (state in ('unclaimed', 'returned', 'claimed', 'confirmed', 'dismissed')),
        source text not null check (source in ('police', 'hospital', 'civil_affairs', 'community')),
        certificate_blind text not null unique,
        sealed text not null,
        sex text not null check (sex in ('F', 'M', 'U')),
        birth_date date,
        died_on date not null,
        household text collate "C",
        residence text collate "C",
        division text collate "C" not null,
        unit uuid,
        reporter_unit uuid,
        reported_at timestamptz not null,
        state_before text,
        version int not null default 1
      )`);
    this.addSql('create index death_report_person on death_report (person_id) where person_id is not null');
    this.addSql('create index death_report_unit on death_report (unit, id)');
    this.addSql('create index death_report_reporter on death_report (reporter_unit, id)');
    this.addSql('create index death_report_division on death_report (division, id)');
  }
}
