import { Migration } from '@mikro-orm/migrations';

/** What a checker's device scanned at the gate, as it was sent, and what the server said of it. */
export class GateScans extends Migration {
  override name = '20261129235900-gate-scans';

  override up(): void {
    // The code itself is not kept: its hash tells whether another school saw the same one.
    this.addSql(`
      create table gate_scan (
        id uuid primary key,
        check_id uuid not null references school_check on delete cascade,
        number int not null,
        school_id uuid not null,
        payload_hash text,
        claimed_result smallint,
        outcome text not null check (outcome in ('accepted', 'look_again', 'refused')),
        reason text,
        is_elsewhere boolean not null,
        scanned_at timestamptz not null,
        list_date timestamptz,
        by_account text not null,
        at timestamptz not null
      )`);
    this.addSql('create index gate_scan_row on gate_scan (check_id, number, id)');
    this.addSql('create index gate_scan_code on gate_scan (payload_hash) where payload_hash is not null');
  }
}
