import type { Sex } from '@miaoben/identifiers';
import { addMonths, toDay } from '../province/days.ts';
import type { People } from '../province/names.ts';
import type { GeneratedPerson } from '../province/types.ts';
import { DEMO_CLINICS } from './organisations.ts';
import { type StoryTeller, withoutLast } from './story-teller.ts';

/** A row of the school's class list as a teacher types it; every cell is text. */
export interface RosterRow {
  readonly number: string;
  readonly name: string;
  readonly sex: '男' | '女';
  /** In one of the spellings people use. */
  readonly birthDate: string;
  readonly documentType: string;
  readonly documentNumber: string;
  readonly grade: string;
  readonly className: string;
  readonly entryType: string;
  readonly guardianPhone: string;
}

export interface Pupil {
  readonly row: RosterRow;
  /** Null: a child without a file. */
  readonly person: GeneratedPerson | null;
  /** Code of the dictionary `entryResult` the check must come to. */
  readonly expected: '1' | '2' | '3' | '4' | '5';
}

const PEOPLES: readonly People[] = ['han', 'han', 'hui', 'tu', 'tibetan', 'han', 'hui', 'mongolian'];

// Classes of the national code table: 03 polio, 04 DTaP, 06 DT, 12 MMR, 17 MPSV-AC, 19 hepatitis A.
const MISSING: readonly (readonly { readonly major: string; readonly count: number }[])[] = [
  [{ major: '12', count: 1 }],
  [{ major: '17', count: 1 }],
  [{ major: '03', count: 1 }],
  [{ major: '19', count: 1 }],
  [{ major: '17', count: 2 }],
  [{ major: '12', count: 2 }],
  [
    { major: '03', count: 1 },
    { major: '17', count: 2 },
  ],
  [
    { major: '12', count: 1 },
    { major: '19', count: 1 },
  ],
  [
    { major: '03', count: 2 },
    { major: '12', count: 2 },
    { major: '17', count: 2 },
    { major: '19', count: 1 },
  ],
];
const COMPLETE = 28;
const NO_FILE = 4;
const POSTPONED = 2;
const NOT_YET_DUE = 2;

/** First-year class of 45: 28 complete, 9 with doses missing, 4 without a file, 2 postponed, 2 not yet due. */
export function demoClass(t: StoryTeller): readonly Pupil[] {
  const results = [
    ...Array.from({ length: COMPLETE }, () => '1' as const),
    ...MISSING.map(() => '2' as const),
    ...Array.from({ length: NO_FILE }, () => '3' as const),
    ...Array.from({ length: POSTPONED }, () => '4' as const),
    ...Array.from({ length: NOT_YET_DUE }, () => '5' as const),
  ];
  let missing = 0;
  const pupils = results.map((expected, index) => {
    const complete = pupil(t, index);
    const person =
      expected === '2'
        ? withMissing(complete, missing++)
        : expected === '4'
          ? postponed(complete)
          : expected === '5'
            ? notYetDue(t, complete)
            : complete;
    return { person, expected };
  });
  // Teachers list by name, not by result.
  pupils.sort((a, b) => (a.person.documentNumber.slice(-4) < b.person.documentNumber.slice(-4) ? -1 : 1));
  return pupils.map(({ person, expected }, index) => ({
    row: rosterRow(person, index),
    person: expected === '3' ? null : person,
    expected,
  }));
}

function pupil(t: StoryTeller, index: number): GeneratedPerson {
  const sex: Sex = index % 2 === 0 ? 'M' : 'F';
  const birth = t.bornAgo(6, 3 + (index % 8), (index * 5) % 27);
  const family = t.family(DEMO_CLINICS.qiaotou, PEOPLES[index % PEOPLES.length] ?? 'han', birth);
  return t.child({ clinic: DEMO_CLINICS.qiaotou, family, birth, sex });
}

function withMissing(person: GeneratedPerson, index: number): GeneratedPerson {
  return (MISSING[index] ?? []).reduce((p, { major, count }) => withoutLast(p, major, count), person);
}

/** Under immunosuppressive treatment now: the missing second MMR is postponed. */
function postponed(person: GeneratedPerson): GeneratedPerson {
  return { ...withoutLast(person, '12'), conditions: ['D04'] };
}

/** The first MPSV-AC came late, at four: the second may be given three years after it, not before. */
function notYetDue(t: StoryTeller, person: GeneratedPerson): GeneratedPerson {
  return t.withDose(withoutLast(person, '17', 2), 'MPSV-AC', addMonths(toDay(person.birthDate), 50), 'SC');
}

const SPELLINGS: readonly ((iso: string) => string)[] = [
  (iso) => iso,
  (iso) => iso.replaceAll('-', '/').replaceAll('/0', '/'),
  (iso) => iso.replaceAll('-', ''),
  (iso) => iso.replace('-', '年').replace('-', '月').concat('日'),
];

function rosterRow(person: GeneratedPerson, index: number): RosterRow {
  const spelling = SPELLINGS[index % 9 < 6 ? 0 : (index % 9) - 5];
  return {
    number: String(index + 1),
    name: person.name,
    sex: person.sex === 'M' ? '男' : '女',
    birthDate: spelling ? spelling(person.birthDate) : person.birthDate,
    documentType: '居民身份证',
    documentNumber: person.documentNumber,
    grade: '一年级',
    className: '1班',
    entryType: '入学',
    guardianPhone: person.phone,
  };
}
