import { Migration } from '@mikro-orm/migrations';

/** Rights to a seal end with the seal: those of seals that ended before are closed at that moment. */
export class EndedGrants extends Migration {
  override name = '20261130180000-ended-grants';

  override up(): void {
    this.addSql(`
      update seal_grant g set withdrawn_by = s.ended_by, withdrawn_at = s.ended_at
      from seal s where s.id = g.seal_id and s.ended_at is not null and g.withdrawn_at is null`);
  }
}
