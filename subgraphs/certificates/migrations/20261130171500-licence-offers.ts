import { Migration } from '@mikro-orm/migrations';

/** What holders may apply for, as the first definitions of today say; those made before licences could be applied about say nothing. */
const OFFERS = {
  medical_institution_licence: [
    { kind: 'extension', fields: ['personInCharge'], daysBefore: 90 },
    {
      kind: 'change',
      fields: ['institutionName', 'address', 'legalRepresentative', 'personInCharge', 'clinicalSubjects'],
    },
    { kind: 'replacement', fields: [] },
    { kind: 'cancellation', fields: [] },
  ],
  physician_practice_certificate: [
    { kind: 'extension', fields: [], daysBefore: 30, sets: { licenceState: '1' } },
    { kind: 'change', fields: ['category', 'scope', 'place'], record: 'changes' },
    { kind: 'replacement', fields: [] },
    { kind: 'cancellation', fields: [], sets: { licenceState: '2' } },
  ],
  nurse_practice_certificate: [
    { kind: 'extension', fields: ['education'], daysBefore: 30, sets: { licenceState: '1' } },
    { kind: 'change', fields: ['place', 'category'] },
    { kind: 'replacement', fields: [] },
    { kind: 'cancellation', fields: [], sets: { licenceState: '2' } },
  ],
  blood_donation_certificate: [
    { kind: 'change', fields: ['contact'] },
    { kind: 'replacement', fields: [] },
  ],
  blood_donation_honour_certificate: [{ kind: 'replacement', fields: [] }],
  physician_qualification_certificate: [
    { kind: 'change', fields: ['institution', 'education'] },
    { kind: 'replacement', fields: [] },
  ],
  village_doctor_certificate: [
    { kind: 'extension', fields: ['training'], daysBefore: 90, sets: { licenceState: '1' } },
    { kind: 'change', fields: ['place', 'scope'] },
    { kind: 'replacement', fields: [] },
    { kind: 'cancellation', fields: [], sets: { licenceState: '2' } },
  ],
  tcm_specialist_practice_certificate: [
    { kind: 'extension', fields: [], daysBefore: 30, sets: { licenceState: '1' } },
    { kind: 'change', fields: ['place'] },
    { kind: 'replacement', fields: [] },
    { kind: 'cancellation', fields: [], sets: { licenceState: '2' } },
  ],
  tcm_specialist_qualification: [{ kind: 'replacement', fields: [] }],
  tcm_clinic_filing_certificate: [
    { kind: 'extension', fields: ['floorArea', 'staff'], daysBefore: 30, sets: { licenceState: '1' } },
    { kind: 'change', fields: ['clinicName', 'legalRepresentative', 'address', 'scope', 'floorArea', 'staff'] },
    { kind: 'replacement', fields: [] },
    { kind: 'cancellation', fields: [], sets: { licenceState: '2' } },
  ],
  health_certificate: [
    { kind: 'extension', fields: ['examiningBody', 'examinationDate'], daysBefore: 30 },
    { kind: 'change', fields: ['issueCategory', 'mobile'] },
    { kind: 'replacement', fields: [] },
    { kind: 'cancellation', fields: [] },
  ],
};

/**
 * Databases whose licence types were taken over before there were applications: the version in force gets the part it lacks, where
 * every field it names is still one of the definition. What was proposed since, and says itself what it allows, stays as it is.
 */
export class LicenceOffers extends Migration {
  override name = '20261130171500-licence-offers';

  override up(): void {
    this.addSql(
      `with offers as (select key as slug, value as applications from jsonb_each('${JSON.stringify(OFFERS)}'::jsonb)),
       lacking as (
         select v.type_code, v.version, v.definition as before, v.definition || jsonb_build_object('applications', o.applications) as after
         from offers o join licence_type t using (slug) join licence_type_version v on v.type_code = t.code and v.state = 'active'
         where not v.definition ? 'applications' and not exists (
           select 1 from jsonb_path_query(o.applications, '$[*].fields[*]') f
           where not exists (select 1 from jsonb_array_elements(v.definition -> 'fields') d where d -> 'key' = f))),
       changed as (
         update licence_type_version v set definition = l.after from lacking l
         where v.type_code = l.type_code and v.version = l.version returning v.type_code)
       insert into licence_type_log (id, type_code, version, action, at, before, after)
       select gen_random_uuid(), type_code, version, 'released', clock_timestamp(), before, after from lacking`,
    );
    this.addSql('create index licence_submission_receipt on licence_submission (receipt) where receipt is not null');
  }
}
