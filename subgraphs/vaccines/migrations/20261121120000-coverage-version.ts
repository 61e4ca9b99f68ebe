import { Migration } from '@mikro-orm/migrations';

/** Tells which of two `coverage.changed` events of one person is the later one. */
export class CoverageVersion extends Migration {
  override name = '20261121120000-coverage-version';

  override up(): void {
    this.addSql('alter table subject add column coverage_version int not null default 0');
    this.addSql(`
      update outbox set payload = payload || '{"version": 0}'
      where type = 'coverage.changed' and not jsonb_exists(payload, 'version')`);
  }
}
