import { Migration } from '@mikro-orm/migrations';

/** Hand-overs follow their holder's file when it is merged, and are told of once when another file takes the place of what was handed over. */
export class HandoversOfMergedFiles extends Migration {
  override name = '20261130194500-handovers-of-merged-files';

  override up(): void {
    // person_id says whose file was handed over, and stays; holder_id is the file that stands for that person now.
    this.addSql('alter table document_handover add column holder_id uuid');
    this.addSql('update document_handover set holder_id = person_id');
    this.addSql('alter table document_handover alter column holder_id set not null');
    this.addSql("alter table document_handover add column merged_from uuid[] not null default '{}'");
    this.addSql('alter table document_handover add column renewal_told_at timestamptz');
    this.addSql('create index document_handover_holder on document_handover (holder_id, given_at desc, id desc)');
    this.addSql(
      "create index document_handover_merged on document_handover using gin (merged_from) where merged_from <> '{}'",
    );
  }
}
