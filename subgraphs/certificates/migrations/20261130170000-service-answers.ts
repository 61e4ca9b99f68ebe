import { Migration } from '@mikro-orm/migrations';

/** How services of the catalogue ask and answer (筛选条件, 结果格式), and subscriptions that are stopped. */
export class ServiceAnswers extends Migration {
  override name = '20261130170000-service-answers';

  override up(): void {
    const format = `result_format text not null default 'words' check (result_format in ('words', 'codes', 'both'))`;
    this.addSql(`alter table public_service add column filters text[] not null default '{}', add column ${format}`);
    this.addSql(`alter table showing_right add column ${format}`);
    this.addSql('alter table service_subscription drop constraint service_subscription_state_check');
    this.addSql(`
      alter table service_subscription add column ended_at timestamptz, add column ended_by text,
        add constraint service_subscription_state_check check (state in ('submitted', 'approved', 'refused', 'ended'))`);
  }
}
