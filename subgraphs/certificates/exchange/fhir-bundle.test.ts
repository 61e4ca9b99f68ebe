import { describe, expect, it } from 'vitest';
import { CVX, NATIONAL_VACCINE_CODE } from './code-systems.ts';
import { ExchangeError } from './errors.ts';
import { toFhirBundle } from './fhir-bundle.ts';
import type { Bundle, Immunization, ImmunizationRecommendation, Patient, Resource } from './fhir-types.ts';
import { childAt, outlookOf, PERSON } from './record.test-kit.ts';
import type { ExchangeDose, ExchangePerson, ExchangeRecord } from './record.ts';

const child = childAt('2026-11-20');
const partner = toFhirBundle(child, { purpose: 'partner', identifiers: ['resident_id', 'passport', 'certificate'] });
const travel = toFhirBundle(child, { purpose: 'travel' });

function all<T extends Resource['resourceType']>(bundle: Bundle, type: T): Extract<Resource, { resourceType: T }>[] {
  return bundle.entry
    .map(({ resource }) => resource)
    .filter((resource): resource is Extract<Resource, { resourceType: T }> => resource.resourceType === type);
}
const patient = (bundle: Bundle): Patient => all(bundle, 'Patient')[0]!;
const withDose = (change: Partial<ExchangeDose>): ExchangeRecord => ({
  ...child,
  doses: [{ ...child.doses[0]!, ...change }],
});
const withPerson = (change: Partial<ExchangePerson>): ExchangeRecord => ({
  ...child,
  person: { ...PERSON, ...change },
});
const only = (change: Partial<ExchangeDose>): Immunization =>
  all(toFhirBundle(withDose(change), { purpose: 'partner' }), 'Immunization')[0]!;

/** The field at fault, as the error names it. */
function refusal(record: ExchangeRecord): string {
  try {
    toFhirBundle(record, { purpose: 'partner', identifiers: ['passport'] });
  } catch (error) {
    if (error instanceof ExchangeError) return error.message;
    throw error;
  }
  return 'taken';
}

describe('the record as a FHIR bundle', () => {
  it('has one Immunization for each dose that stands, oldest first, and none for a voided one', () => {
    expect(all(partner, 'Immunization')).toHaveLength(24);
    const dates = all(partner, 'Immunization').map(({ occurrenceDateTime }) => occurrenceDateTime);
    expect(dates).toEqual([...dates].sort());
    const doses = child.doses.map((dose, i) => (i === 3 ? { ...dose, state: 'voided' as const } : dose));
    const rest = all(toFhirBundle({ ...child, doses }, { purpose: 'partner' }), 'Immunization');
    expect(rest).toHaveLength(23);
    expect(JSON.stringify(rest)).not.toContain(child.doses[3]!.id);
  });

  it('names a vaccine by national code and, where the mapping is sure, by CVX', () => {
    const bcg = only({ vaccine: { code: '0101', name: '皮内注射用卡介苗', cvx: '19' } }).vaccineCode;
    expect(bcg).toEqual({
      coding: [
        { system: NATIONAL_VACCINE_CODE, code: '0101' },
        { system: CVX, code: '19' },
      ],
      text: '皮内注射用卡介苗',
    });
    const ev71 = only({ vaccine: { code: '5402', name: '肠道病毒71型灭活疫苗（Vero细胞）', cvx: null } }).vaccineCode;
    expect(ev71.coding).toEqual([{ system: NATIONAL_VACCINE_CODE, code: '5402' }]);
  });

  it('every reference leads to an entry, and a clinic or maker stands once', () => {
    const urls = partner.entry.map(({ fullUrl }) => fullUrl);
    expect(new Set(urls).size).toBe(urls.length);
    const references = [...JSON.stringify(partner).matchAll(/"reference":"([^"]+)"/g)].map((match) => match[1]);
    expect(references.filter((reference) => !urls.includes(String(reference)))).toEqual([]);
    expect(all(partner, 'Organization')).toHaveLength(5);
  });

  it('tells a partner where, how, how much, and in which place of the series', () => {
    const dose = all(partner, 'Immunization')[1]!;
    expect(dose.site?.coding?.[0]?.code).toBe('LUA');
    expect(dose.route?.coding?.[0]?.code).toBe('IM');
    expect(dose.doseQuantity).toEqual({ value: 0.5, unit: 'mL', system: 'http://unitsofmeasure.org', code: 'mL' });
    expect(dose.protocolApplied).toEqual([{ series: 'BCG vaccine', doseNumberPositiveInt: 1 }]);
    expect(dose.primarySource).toBe(true);
    expect(only({ site: 'oral', route: 'PO', volumeMl: null }).site).toBeUndefined();
  });

  it('says of a back-entered dose that it was copied, and of a short one why it is short', () => {
    expect(only({ source: 'outside' })).toMatchObject({
      primarySource: false,
      reportOrigin: { coding: [{ code: 'record' }] },
    });
    expect(only({ source: 'partner' }).reportOrigin?.coding?.[0]?.code).toBe('provider');
    expect(only({ substandard: ['partial_dose', 'recalled_lot'] })).toMatchObject({
      isSubpotent: true,
      subpotentReason: [{ coding: [{ code: 'partial' }] }, { coding: [{ code: 'recall' }] }],
    });
    expect(only({}).isSubpotent).toBeUndefined();
  });
});

describe('the engine’s outlook as ImmunizationRecommendation', () => {
  const recommendations = (forecasts = child.forecasts): ImmunizationRecommendation['recommendation'] =>
    all(toFhirBundle({ ...child, forecasts }, { purpose: 'partner' }), 'ImmunizationRecommendation')[0]
      ?.recommendation ?? [];
  const codes = (forecasts: ExchangeRecord['forecasts'], series: string): (string | undefined)[] =>
    recommendations(forecasts)
      .find((one) => one.series === series)
      ?.forecastStatus.coding?.map(({ code }) => code) ?? [];

  it('has each series that applies once, with its next dose and the four days by LOINC', () => {
    const forecasts = outlookOf([], '2019-05-15');
    const applies = forecasts.filter(({ status }) => status !== 'not_applicable');
    expect(recommendations(forecasts).map(({ series }) => series)).toEqual(applies.map(({ series }) => series));
    const hepB = forecasts.find(({ series }) => series === 'hepatitis B vaccine')!;
    expect(recommendations(forecasts).find(({ series }) => series === 'hepatitis B vaccine')).toMatchObject({
      doseNumberPositiveInt: 1,
      seriesDosesPositiveInt: 3,
      dateCriterion: [
        { code: { coding: [{ code: '30981-5' }] }, value: hepB.earliest },
        { code: { coding: [{ code: '30980-7' }] }, value: hepB.recommended },
        { code: { coding: [{ code: '59778-1' }] }, value: hepB.overdueFrom },
        { code: { coding: [{ code: '59777-3' }] }, value: hepB.latest },
      ],
    });
  });

  it('says each status by HL7 and LOINC where they have a code, and as text where neither has', () => {
    const healthy = outlookOf([], '2019-05-15');
    expect(codes(healthy, 'hepatitis B vaccine')).toEqual(['overdue', 'LA13423-1']);
    expect(codes(healthy, 'polio vaccine')).toEqual(['due', 'LA13422-3']);
    expect(codes(healthy, 'MMR vaccine')).toEqual(['LA13422-3']);
    expect(codes(outlookOf(['C03'], '2019-05-15'), 'MMR vaccine')).toEqual(['contraindicated', 'LA4216-3']);
    expect(codes(child.forecasts, 'MMR vaccine')).toEqual(['complete', 'LA13421-5']);
    expect(codes(outlookOf([], '2026-11-20'), 'BCG vaccine')).toEqual(['LA13424-9']);
    const ill = recommendations(outlookOf(['D01'], '2019-05-15'));
    expect(ill.every(({ forecastStatus }) => forecastStatus.text === 'deferred')).toBe(true);
  });

  it('is left out when no series applies, and carries no reason of the engine', () => {
    expect(recommendations([])).toEqual([]);
    expect(JSON.stringify(recommendations(outlookOf(['C03'], '2019-05-15')))).not.toMatch(/reason|C03/i);
  });
});

describe('no more than the purpose needs', () => {
  it('gives no identifier that was not asked for', () => {
    expect(patient(toFhirBundle(child, { purpose: 'partner' })).identifier).toBeUndefined();
    expect(patient(partner).identifier?.map(({ system }) => system)).toEqual([
      'urn:oid:2.16.156.10011.1.3',
      'http://hl7.org/fhir/sid/passport-CHN',
      'urn:oid:1.2.156.3005.2',
    ]);
    const passport = toFhirBundle(child, { purpose: 'travel', identifiers: ['passport'] });
    expect(JSON.stringify(passport)).toContain('E12345678');
    expect(JSON.stringify(passport)).not.toContain('630105201903150028');
  });

  it('refuses the resident ID number for travel', () => {
    expect(() => toFhirBundle(child, { purpose: 'travel', identifiers: ['resident_id'] })).toThrow(
      'not_allowed: identifiers',
    );
  });

  it('tells travel neither what is still to be given nor the ids and details of doses', () => {
    expect(all(travel, 'ImmunizationRecommendation')).toEqual([]);
    const told = new Set(all(travel, 'Immunization').flatMap(Object.keys));
    const details = ['identifier', 'site', 'route', 'doseQuantity', 'expirationDate', 'primarySource', 'reportOrigin'];
    expect(details.filter((member) => told.has(member))).toEqual([]);
    expect(
      details.filter((member) => new Set(all(partner, 'Immunization').flatMap(Object.keys)).has(member)),
    ).toHaveLength(6);
    expect(JSON.stringify(travel)).not.toContain(child.doses[0]!.id);
  });

  it('gives the name of the passport beside the one in the file', () => {
    const latinName = { family: 'CAIRANG', given: ['ZHUOMA'] };
    expect(patient(toFhirBundle(withPerson({ latinName }), { purpose: 'travel' })).name).toEqual([
      { text: '才让卓玛' },
      { family: 'CAIRANG', given: ['ZHUOMA'] },
    ]);
  });
});

describe('a record that cannot be told', () => {
  it.each<[string, ExchangeRecord, string]>([
    ['no name', withPerson({ name: ' ' }), 'required: person.name'],
    ['a name with a control character', withPerson({ name: '张\u0000三' }), 'bad_text: person.name'],
    ['half a surrogate pair', withPerson({ name: '\ud86c' }), 'bad_text: person.name'],
    ['no such birth date', withPerson({ birthDate: '2023-02-29' }), 'bad_date: person.birthDate'],
    [
      'a passport of no country',
      withPerson({ identifiers: [{ kind: 'passport', value: 'E1', country: 'cn' }] }),
      'bad_code: person.identifiers.country',
    ],
    ['no such day', withDose({ date: '2019-3-15' }), 'bad_date: doses[0].date'],
    [
      'a vaccine code of three digits',
      withDose({ vaccine: { code: '101', name: 'BCG', cvx: null } }),
      'bad_code: doses[0].vaccine.code',
    ],
    [
      'a CVX code of letters',
      withDose({ vaccine: { code: '0101', name: 'BCG', cvx: 'BCG' } }),
      'bad_code: doses[0].vaccine.cvx',
    ],
    ['a dose number of nought', withDose({ series: [{ name: 'BCG', dose: 0 }] }), 'bad_code: doses[0].series'],
    ['a dose without UUID', withDose({ id: '17' }), 'bad_code: doses[0].id'],
  ])('%s: the error names the field and no value', (_name, record, message) => {
    expect(refusal(record)).toBe(message);
  });
});
