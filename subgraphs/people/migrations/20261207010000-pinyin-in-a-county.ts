import { Migration } from '@mikro-orm/migrations';

/** A search by pinyin in one county reads the names that fit, not all files of the county. */
export class PinyinInCounty extends Migration {
  override name = '20261207010000-pinyin-in-a-county';

  override up(): void {
    this.addSql('create index person_county_pinyin on person (county, pinyin)');
  }
}
