import { Migration } from '@mikro-orm/migrations';

/** What anybody may look up of licences (执业信息查询): by type the fields that are told and how often one may ask. */
export class PublicServices extends Migration {
  override name = '20261130123000-public-services';

  override up(): void {
    this.addSql(`
      create table public_service (
        slug text primary key,
        fields text[] not null,
        per_minute int not null check (per_minute > 0),
        per_day int not null check (per_day >= per_minute),
        is_open boolean not null,
        version int not null default 1
      )`);
    this.addSql(`
      insert into public_service (slug, fields, per_minute, per_day, is_open) values
        ('medical_institution_licence', '{address,clinicalSubjects}', 10, 60, true),
        ('physician_practice_certificate', '{category,scope,place}', 10, 60, true),
        ('nurse_practice_certificate', '{category,place}', 10, 60, true)`);
  }
}
