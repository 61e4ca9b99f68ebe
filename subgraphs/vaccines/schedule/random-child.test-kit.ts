import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import fc from 'fast-check';
import { CONDITION_ALIASES, CONDITION_CODES, OBSERVATION_CODES } from './conditions.ts';
import { addDays, dayOf, type GivenDose, isoOf, loadSchedule, plus, type Schedule, type Subject } from './index.ts';

export const VERSION_IDS = ['NIP-2021', 'NIP-2021-DTaP5', 'NIP-2021-DTaP5-HPV', 'NIP-2026'] as const;
export type VersionId = (typeof VERSION_IDS)[number];

const loaded = new Map<VersionId, Schedule>(VERSION_IDS.map((id) => [id, loadSchedule(nipSchedule(), id)]));

export function version(id: VersionId): Schedule {
  const found = loaded.get(id);
  if (!found) throw new Error(`no version ${id}`);
  return found;
}

/** A child with its record up to a day, and the version it is judged by; plain data, so that a failure can be read. */
export interface RandomChild {
  readonly subject: Subject;
  readonly history: readonly GivenDose[];
  readonly asOf: string;
  readonly versionId: VersionId;
}

const now = version('NIP-2026');
const vaccines = [...now.vaccines.values()];
/** Every code the series know, the live ones outside the programme, some of others, and one that is none. */
const codes = vaccines.filter((v) => v.series.length > 0 || v.injectedLive).map((v) => v.code);
const otherCodes = ['9999', ...vaccines.filter((v) => v.series.length === 0).map((v) => v.code)];
const code = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...codes) },
  { weight: 1, arbitrary: fc.constantFrom(...otherCodes) },
);

const day = (from: string, to: string) => fc.integer({ min: dayOf(from), max: dayOf(to) }).map(isoOf);
const birthDate = fc.oneof(
  { weight: 8, arbitrary: day('2008-01-01', '2026-10-01') },
  // Month ends, leap days and the birth dates at which rules change.
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...['2012-02-29', '2020-02-29', '2024-02-29', '2022-01-31', '2023-08-31', '2025-12-31'],
      ...['2011-11-09', '2011-11-10', '2019-09-30', '2019-10-01', '2016-12-31', '2017-01-01', '2018-01-01'],
    ),
  },
);

const health = fc
  .tuple(
    fc.constantFrom(...CONDITION_CODES, ...Object.keys(CONDITION_ALIASES), 'ECZEMA'),
    fc.option(day('2010-01-01', '2028-01-01'), { nil: undefined }),
    fc.option(fc.integer({ min: 1, max: 900 }), { nil: undefined }),
    fc.option(fc.constantFrom('1201', '04', 'HepB', '0311'), { nil: undefined, freq: 4 }),
  )
  .map(([name, from, days, vaccine]) => ({
    code: name,
    ...(from !== undefined && { from }),
    ...(from !== undefined && days !== undefined && { until: addDays(from, days) }),
    ...(vaccine !== undefined && { vaccine }),
  }));

/** Children of every kind; `states` says how many health states one may have. */
export function subjects(states = 2): fc.Arbitrary<Subject> {
  const finding = fc.record({
    code: fc.constantFrom(...OBSERVATION_CODES, 'TEMPERATURE'),
    date: day('2010-01-01', '2028-01-01'),
  });
  return fc
    .record({
      birthDate,
      sex: fc.constantFrom('F' as const, 'F' as const, 'M' as const, 'U' as const),
      division: fc.constantFrom('320102', '110101', '630102', '540102', '650102', '660102', ''),
      conditions: fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: states > 0 ? 2 : 0, arbitrary: fc.array(health, { maxLength: Math.max(1, states) }) },
      ),
      observations: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(finding, { maxLength: 3 })),
      weight: fc.constantFrom(undefined, 1400, 1999, 2000, 3200),
    })
    .map(({ weight, ...rest }) => ({ ...rest, ...(weight !== undefined && { birthWeightG: weight }) }));
}

const gap = fc.oneof(
  fc.constantFrom(0, 0, 1, 6, 7, 27, 28, 29, 30, 31, 59, 60, 61, 89, 91, 150, 183, 365, 366),
  fc.integer({ min: 0, max: 900 }),
);
/** Ages in months at which something opens or closes. */
const milestone = fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 18, 24, 36, 48, 60, 72, 84, 144, 156, 162);

/** A record as clinics keep it: month of age and the codes in use, old ones and combinations included. */
const ROUTINE: readonly (readonly [number, readonly string[]])[] = [
  [0, ['0201', '0202']],
  [0, ['0101']],
  [1, ['0201', '0203']],
  [2, ['0303', '0306', '0301', '5001', '0311']],
  [2, ['0402', '0401', '5001']],
  [3, ['0303', '0306', '0311', '5001', '0304']],
  [4, ['0311', '0312', '0303', '5001']],
  [4, ['0402', '4901', '5001']],
  [6, ['0201', '2001']],
  [6, ['0402', '4901']],
  [6, ['1601', '1702', '1704', '5301']],
  [8, ['1201', '1401', '0901']],
  [8, ['1801', '1804', '1802']],
  [9, ['1601', '1702', '5301']],
  [18, ['0402', '5001']],
  [18, ['1201', '1301']],
  [18, ['1901', '1902', '1903', '2001']],
  [24, ['1801', '1804', '1903']],
  [36, ['1701', '1702', '1703', '1704']],
  [48, ['0311', '0312', '0303']],
  [72, ['0402', '0601']],
  [72, ['1701', '1703', '5301']],
  [156, ['5501', '5504', '5503']],
  [162, ['5501', '5504', '5505']],
];

/** The routine record with doses left out, a little early, late, or of another product. */
function routine(subject: Subject): fc.Arbitrary<GivenDose[]> {
  const birth = dayOf(subject.birthDate);
  const one = fc.record({
    kept: fc.constantFrom(true, true, true, true, true, true, false),
    off: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: -20, max: 10 }), fc.nat(400)),
    pick: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat()),
  });
  return fc.array(one, { minLength: ROUTINE.length, maxLength: ROUTINE.length }).map((rows) =>
    rows.flatMap(({ kept, off, pick }, i) => {
      const [months, products] = ROUTINE[i]!;
      const date = isoOf(Math.max(birth, plus(birth, { months, days: 0 }) + off));
      return kept ? [{ id: `r${String(i).padStart(2, '0')}`, date, vaccine: products[pick % products.length]! }] : [];
    }),
  );
}

/** Doses in any order: at gaps from the one before, at the ages of the table give or take a day, copies, no date. */
function wild(subject: Subject): fc.Arbitrary<GivenDose[]> {
  const birth = dayOf(subject.birthDate);
  const row = fc.oneof(
    { weight: 6, arbitrary: fc.record({ gap, code }) },
    { weight: 6, arbitrary: fc.record({ months: milestone, off: fc.constantFrom(-1, 0, 0, 0, 1, 12), code }) },
    { weight: 1, arbitrary: fc.constant({ copy: true as const }) },
    { weight: 1, arbitrary: code.map((c) => ({ code: c, noDate: true as const })) },
  );
  return fc.array(row, { maxLength: 24 }).map((rows) => {
    const found: GivenDose[] = [];
    let last = birth;
    for (const [i, r] of rows.entries()) {
      const id = `d${String(i).padStart(2, '0')}`;
      const before = found.at(-1);
      if ('copy' in r) {
        if (before) found.push({ ...before, id });
      } else if ('noDate' in r) {
        found.push({ id, date: '', vaccine: r.code });
      } else {
        last = 'gap' in r ? last + r.gap : plus(birth, { months: r.months, days: 0 }) + r.off;
        found.push({ id, date: isoOf(last), vaccine: r.code });
      }
    }
    return found;
  });
}

/** Half of the records are as clinics keep them, half of any kind. */
function histories(subject: Subject): fc.Arbitrary<GivenDose[]> {
  return fc.oneof(routine(subject), wild(subject));
}

/** A child, its record up to `asOf`, and one of the four versions. */
export function children(states = 2): fc.Arbitrary<RandomChild> {
  return subjects(states).chain((subject) =>
    fc
      .tuple(histories(subject), fc.integer({ min: 0, max: 6900 }), fc.constantFrom(...VERSION_IDS))
      .map(([history, age, versionId]) => {
        const asOf = addDays(subject.birthDate, age);
        // What lies after the day asked for is not on record yet.
        const observations = (subject.observations ?? []).filter((o) => o.date <= asOf);
        return {
          subject: { ...subject, observations },
          history: history.filter((d) => d.date <= asOf),
          asOf,
          versionId,
        };
      }),
  );
}
