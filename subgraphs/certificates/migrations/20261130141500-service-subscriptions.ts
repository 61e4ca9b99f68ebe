import { Migration } from '@mikro-orm/migrations';

/** Partners' subscriptions to the services of the catalogue; rows are decided once and stay as a log. */
export class ServiceSubscriptions extends Migration {
  override name = '20261130141500-service-subscriptions';

  override up(): void {
    this.addSql(`
      create table service_subscription (
        id uuid primary key,
        slug text not null references public_service,
        account_id text not null,
        organisation_id uuid not null,
        purpose text not null,
        state text not null check (state in ('submitted', 'approved', 'refused')),
        submitted_at timestamptz not null,
        decided_at timestamptz,
        decided_by text,
        reason text,
        right_id uuid references showing_right
      )`);
    this.addSql(
      `create unique index service_subscription_open on service_subscription (account_id, slug) where state = 'submitted'`,
    );
    this.addSql('create index service_subscription_account on service_subscription (account_id, id desc)');
  }
}
