import { Migration } from '@mikro-orm/migrations';

/** Blocks of files hidden from an account (J-04); null: none. */
export class HiddenBlocks extends Migration {
  override name = '20261202020000-hidden-blocks';

  override up(): void {
    this.addSql('alter table account add column hidden_blocks text[]');
  }
}
