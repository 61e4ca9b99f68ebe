import { Migration } from '@mikro-orm/migrations';

/** Referral of a suspected adverse event: the desk that works on it, and the one that referred it there. */
export class AdverseEventReferral extends Migration {
  override name = '20261202130000-adverse-event-referral';

  override up(): void {
    this.addSql('alter table aefi_case add column desk text collate "C", add column referred_by text collate "C"');
    this.addSql('update aefi_case set desk = division');
    this.addSql('alter table aefi_case alter column desk set not null');
    this.addSql('create index aefi_case_desk on aefi_case (desk, id)');
    this.addSql('create index aefi_case_referred_by on aefi_case (referred_by, id) where referred_by is not null');
  }
}
