// Shared by the tests of this package: children vaccinated by the engine's own advice, told as records to exchange.
import {
  addDays,
  evaluate,
  forecast,
  type GivenDose,
  loadSchedule,
  SERIES_STATUSES,
  type Subject,
  seriesName,
  type VaccineCode,
} from '@miaoben/schedule';
import { doctor as words } from '@miaoben/schedule/messages/en/doctor';
import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { cvxMappings } from '@miaoben/seeds/reference/vaccine-cvx';
import fc from 'fast-check';
import type { ExchangeDose, ExchangeForecast, ExchangePerson, ExchangeRecord, VaccineRef } from './record.ts';

export const PERSON: ExchangePerson = {
  name: '才让卓玛',
  latinName: null,
  birthDate: '2019-03-15',
  sex: 'F',
  identifiers: [
    { kind: 'resident_id', value: '630105201903150028' },
    { kind: 'passport', value: 'E12345678', country: 'CHN' },
    { kind: 'certificate', value: '1.2.156.3005.2.11100000000013338W011.11630000015000185T.0000000001.001.7' },
  ],
};
const SUBJECT: Subject = { birthDate: PERSON.birthDate, sex: 'F', division: '320102', conditions: [] };

const schedule = loadSchedule(nipSchedule(), 'NIP-2021-DTaP5');

export function vaccineRef(code: string): VaccineRef {
  const vaccine: VaccineCode | undefined = schedule.vaccines.get(code);
  if (!vaccine) throw new Error(`no vaccine ${code}`);
  return { code, name: vaccine.name, cvx: cvxMappings().get(code)?.cvx ?? null };
}

/** Gives each dose of the programme on the day recommended, up to a day. */
function vaccinated(until: string): GivenDose[] {
  const history: GivenDose[] = [];
  for (let day = PERSON.birthDate; day <= until; ) {
    const open = forecast(SUBJECT, history, schedule, day).filter(({ recommended }) => recommended !== null);
    const due = open.filter(({ status }) => status === 'due' || status === 'overdue');
    const next = due.find(({ recommended }) => String(recommended) <= day);
    if (next) history.push({ id: uuid(history.length), date: day, vaccine: next.products[0]! });
    else {
      const later = open.map(({ recommended }) => String(recommended)).filter((date) => date > day);
      day = later.sort()[0] ?? addDays(until, 1);
    }
  }
  return history;
}

const uuid = (i: number): string => `018f3c1e-7a2b-7c3d-8e4f-${String(i).padStart(12, '0')}`;

const CLINICS = ['西宁市城东区清真巷街道社区卫生服务中心', '西宁市城东区八一路社区卫生服务中心'];
const MAKERS = ['北京生物制品研究所有限责任公司', '武汉生物制品研究所有限责任公司', '成都生物制品研究所有限责任公司'];

function told(history: readonly GivenDose[], asOf: string): ExchangeDose[] {
  const verdicts = new Map(evaluate(SUBJECT, history, schedule, asOf).doses.map((verdict) => [verdict.id, verdict]));
  return history.map((dose, i) => ({
    id: dose.id,
    date: dose.date,
    vaccine: vaccineRef(dose.vaccine),
    state: 'given',
    series: (verdicts.get(dose.id)?.series ?? []).flatMap(({ series, dose: number }) =>
      number === null ? [] : [{ name: seriesName(series, words), dose: number }],
    ),
    lotNumber: `2019${String(i * 7 + 3).padStart(3, '0')}A${i % 4}`,
    lotExpires: addDays(dose.date, 400),
    manufacturer: MAKERS[i % MAKERS.length]!,
    performer: CLINICS[i % CLINICS.length]!,
    site: 'left_upper_arm',
    route: 'IM',
    volumeMl: 0.5,
    source: 'clinic',
    substandard: [],
  }));
}

/** The engine's outlook in the words of an exchange. */
function outlook(subject: Subject, history: readonly GivenDose[], asOf: string): ExchangeForecast[] {
  return forecast(subject, history, schedule, asOf).map(({ series, products, reasons: _, ...rest }) => ({
    ...rest,
    series: seriesName(series, words),
    products: products.map(vaccineRef),
  }));
}

/** The record of the child on a day, with everything given as advised until then and two doses of varicella. */
export function childAt(asOf: string, varicella: readonly string[] = ['2020-04-01', '2023-04-01']): ExchangeRecord {
  const history = [
    ...vaccinated(asOf),
    ...varicella.map((date, i) => ({ id: uuid(900 + i), date, vaccine: '2201' })),
  ].filter(({ date }) => date <= asOf);
  return { person: PERSON, doses: told(history, asOf), forecasts: outlook(SUBJECT, history, asOf), asOf };
}

/** Outlook of a child with health states, for the statuses a healthy one never has. */
export const outlookOf = (conditions: readonly string[], asOf: string): ExchangeForecast[] =>
  outlook({ ...SUBJECT, conditions: conditions.map((code) => ({ code })) }, [], asOf);

const day = fc.integer({ min: 0, max: 6000 }).map((days) => addDays('2010-01-01', days));
const text = fc.oneof(
  fc.constantFrom('张三', '𬍛𫰛', '古丽·阿依木', 'O’Brien & <b>', '=HYPERLINK("x")', '  边 角 '),
  fc.stringMatching(/^[\u4e00-\u9fa5A-Za-z0-9][ -~\u4e00-\u9fa5]{0,40}$/u),
);
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });
const vaccine = fc.constantFrom(...schedule.vaccines.keys()).map(vaccineRef);

const anyDose: fc.Arbitrary<ExchangeDose> = fc.record({
  id: fc.uuid(),
  date: day,
  vaccine,
  state: fc.constantFrom('given', 'given', 'given', 'voided'),
  series: fc.array(fc.record({ name: text, dose: fc.integer({ min: 1, max: 9 }) }), { maxLength: 2 }),
  lotNumber: optional(text),
  lotExpires: optional(day),
  manufacturer: optional(text),
  performer: optional(text),
  site: optional(fc.constantFrom('left_upper_arm', 'right_upper_arm', 'left_thigh', 'right_thigh', 'oral', 'other')),
  route: optional(fc.constantFrom('IM', 'SC', 'ID', 'PO', 'IN')),
  volumeMl: optional(fc.constantFrom(0.05, 0.1, 0.25, 0.5, 1, 2.5)),
  source: fc.constantFrom('clinic', 'outside', 'import', 'partner'),
  substandard: fc.subarray(['recalled_lot', 'excursion_lot', 'partial_dose'] as const),
});

const anyForecast: fc.Arbitrary<ExchangeForecast> = fc.record({
  series: text,
  status: fc.constantFrom(...SERIES_STATUSES),
  dose: optional(fc.integer({ min: 1, max: 9 })),
  dosesNeeded: fc.integer({ min: 0, max: 9 }),
  earliest: optional(day),
  recommended: optional(day),
  overdueFrom: optional(day),
  latest: optional(day),
  products: fc.array(vaccine, { maxLength: 3 }),
});

/** Any record a caller may put together, whatever sense it makes. */
export const anyRecord: fc.Arbitrary<ExchangeRecord> = fc.record({
  person: fc.record({
    name: text,
    latinName: optional(fc.record({ family: fc.constantFrom('ZHANG', 'O’Brien'), given: fc.subarray(['SAN', 'Ann']) })),
    birthDate: day,
    sex: fc.constantFrom('F', 'M', 'U'),
    identifiers: fc.subarray([...PERSON.identifiers]),
  }),
  doses: fc.array(anyDose, { maxLength: 30 }),
  forecasts: fc.array(anyForecast, { maxLength: 12 }),
  asOf: day,
});
