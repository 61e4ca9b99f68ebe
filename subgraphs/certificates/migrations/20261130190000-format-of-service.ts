import { Migration } from '@mikro-orm/migrations';

/**
 * The result format (结果格式) of a right that a subscription gave lives on the service, so that a change there reaches those subscribed
 * before. A right granted by hand keeps a format of its own; a right has one or the other.
 */
export class FormatOfService extends Migration {
  override name = '20261130190000-format-of-service';

  override up(): void {
    this.addSql(`
      alter table showing_right add column service text references public_service, alter column result_format drop not null,
        alter column result_format drop default`);
    this.addSql(`
      update showing_right r set service = s.slug, result_format = null from service_subscription s where s.right_id = r.id`);
    this.addSql(
      'alter table showing_right add constraint showing_right_format check ((service is null) = (result_format is not null))',
    );
  }
}
