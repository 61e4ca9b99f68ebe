import { Migration } from '@mikro-orm/migrations';

/** What a file tells beyond identity and residence (Q-01 to Q-04, J-02). Hospital and numbers are sealed. */
export class PersonDetailColumns extends Migration {
  override name = '20261201032000-person-details';

  override up(): void {
    this.addSql(`
      alter table person add column marital_status text, add column person_type text, add column household_type text,
        add column registered_division text collate "C", add column birth_hospital_sealed text,
        add column birth_certificate_sealed text, add column emergency_name_sealed text, add column emergency_phone_sealed text`);
  }
}
