import { Migration } from '@mikro-orm/migrations';

/** Notices by who is told, the number of unread ones, and what became of their short messages. */
export class NoticeTables extends Migration {
  override name = '20261129070700-notices';

  override up(): void {
    // recipient_id: the account; where nobody's account is known, the notice itself.
    this.addSql(`
      create table notice (
        recipient_id uuid not null,
        id uuid not null,
        account_id uuid references account,
        kind text not null,
        subject_id text,
        sealed text not null,
        created_at timestamptz not null,
        read_at timestamptz,
        primary key (recipient_id, id)
      )`);
    this.addSql('create index notice_inbox on notice (account_id, created_at desc, id desc)');
    this.addSql(
      'create index notice_unread_inbox on notice (account_id, created_at desc, id desc) where read_at is null',
    );
    this.addSql('create table notice_unread (account_id uuid primary key references account, unread int not null)');
    this.addSql(`
      create table notice_sms (
        recipient_id uuid not null,
        notice_id uuid not null,
        state text not null check (state in ('waiting', 'sending', 'sent', 'failed', 'uncertain')),
        attempts int not null default 0,
        next_at timestamptz not null,
        claimed_at timestamptz,
        ended_at timestamptz,
        failure text,
        primary key (recipient_id, notice_id),
        foreign key (recipient_id, notice_id) references notice (recipient_id, id)
      )`);
    this.addSql(`create index notice_sms_waiting on notice_sms (next_at) where state = 'waiting'`);
    this.addSql(`create index notice_sms_sending on notice_sms (claimed_at) where state = 'sending'`);
  }
}
