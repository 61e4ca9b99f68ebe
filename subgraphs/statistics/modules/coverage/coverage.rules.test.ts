import type { CoverageSlot } from '@miaoben/schedule';
import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { describe, expect, it } from 'vitest';
import { FULL_COURSE_DOSES, JUDGED, maskOf, REPORT_SLOTS } from './coverage.measures.ts';
import { applies, type ChildFacts, fullCourse, partsOf } from './coverage.rules.ts';

const child = (changes: Partial<ChildFacts> = {}): ChildFacts => ({
  birthDate: '2018-05-01',
  township: '630121001',
  sex: 'F',
  state: 'active',
  fourDoseHepB: false,
  done: 0n,
  timely: 0n,
  ...changes,
});
const upTo = (age: number, without: readonly CoverageSlot[] = []) =>
  maskOf(
    ...FULL_COURSE_DOSES.filter((g) => g.age <= age)
      .flatMap((g) => g.slots)
      .filter((s) => !without.includes(s)),
  );
const NO_JE: CoverageSlot[] = ['JE-1', 'JE-2'];

describe('what counts', () => {
  it('Q-16 reports the 20 programme doses, and takes their names and ages from the schedule', () => {
    expect(REPORT_SLOTS.slice(0, 20).map((s) => s.slot)).toEqual([
      ...['HepB-1', 'HepB-2', 'HepB-3', 'BCG-1', 'Polio-1', 'Polio-2', 'Polio-3', 'Polio-4'],
      ...['DTaP-1', 'DTaP-2', 'DTaP-3', 'DTaP-4', 'DTaP-5', 'MCV-1', 'MCV-2'],
      ...['MPSV-A-1', 'MPSV-A-2', 'MPSV-AC-1', 'MPSV-AC-2', 'HepA-1'],
    ]);
    const polio4 = REPORT_SLOTS.find((s) => s.slot === 'Polio-4');
    expect(polio4).toMatchObject({ name: '脊髓灰质炎疫苗第4剂', dueAge: { months: 48, days: 0 } });
    expect(REPORT_SLOTS.find((s) => s.slot === 'HPV-2')?.dueAge).toEqual({ months: 162, days: 0 });
  });

  it('leaves Japanese encephalitis to the provinces that give it, and HPV to girls born from 2011-11-10', () => {
    const [je, hpv] = [REPORT_SLOTS.find((s) => s.slot === 'JE-1')!, REPORT_SLOTS.find((s) => s.slot === 'HPV-1')!];
    expect(applies(je, child())).toBe(false);
    expect(applies(je, child({ township: '620102001' }))).toBe(true);
    expect(applies(hpv, child({ birthDate: '2011-11-10' }))).toBe(true);
    expect(applies(hpv, child({ birthDate: '2011-11-09' }))).toBe(false);
    expect(applies(hpv, child({ birthDate: '2012-01-01', sex: 'M' }))).toBe(false);
  });

  it.each(['moved_out', 'lost_to_follow_up', 'nominal', 'dead', 'cancelled'])(
    'takes a file in state %s out of every cell',
    (state) => {
      expect(partsOf(child({ state, done: upTo(7) })).size).toBe(0);
    },
  );

  it('counts DT at school age in the column of the fifth DTaP dose', () => {
    const fifth = REPORT_SLOTS.find((s) => s.slot === 'DTaP-5')!;
    const parts = partsOf(child({ done: maskOf('DT-1'), timely: maskOf('DT-1') }));
    expect(parts.get(fifth.measure)).toBe(true);
  });
});

describe('full course by age group', () => {
  it('needs as many doses per age group as the schedule document says, with and without Japanese encephalitis', () => {
    const { totalsLiveSchedule, totalsWithoutJE } = nipSchedule().coverage.cohortDoses;
    const count = (age: number, without: readonly CoverageSlot[]) =>
      FULL_COURSE_DOSES.filter((g) => g.age <= age).flatMap((g) => g.slots.filter((s) => !without.includes(s))).length;
    for (const age of ['1', '2', '3', '4', '5', '6', '7'] as const) {
      expect(count(Number(age), [])).toBe(totalsLiveSchedule[age]);
      expect(count(Number(age), NO_JE)).toBe(totalsWithoutJE[age]);
    }
  });

  it.each([1, 2, 3, 4, 5, 7])('holds at %i years with every dose of the list, and not with one missing', (age) => {
    const all = upTo(age, NO_JE);
    expect(fullCourse(child({ done: all }), age)).toBe(true);
    for (const { slots } of FULL_COURSE_DOSES.filter((g) => g.age <= age)) {
      for (const slot of slots.filter((s) => !NO_JE.includes(s)))
        expect(fullCourse(child({ done: all & ~maskOf(slot) }), age), slot).toBe(false);
    }
  });

  it('asks for Japanese encephalitis outside Qinghai, and for the fourth dose when the product was inactivated', () => {
    const gansu = child({ township: '620102001', done: upTo(7) });
    expect(fullCourse(gansu, 7)).toBe(true);
    expect(fullCourse({ ...gansu, done: upTo(7, ['JE-2']) }, 7)).toBe(false);
    const inactivated = upTo(7) | maskOf('JE-I-1');
    expect(fullCourse({ ...gansu, done: inactivated }, 7)).toBe(false);
    expect(fullCourse({ ...gansu, done: inactivated | maskOf('JE-I-4') }, 7)).toBe(true);
  });

  it('asks for a second hepatitis A dose from 3 years on, where the first was of an inactivated product', () => {
    const inactivated = upTo(3, NO_JE) | maskOf('HepA-I-1');
    expect(fullCourse(child({ done: inactivated }), 2)).toBe(true);
    expect(fullCourse(child({ done: inactivated }), 3)).toBe(false);
    expect(fullCourse(child({ done: inactivated | maskOf('HepA-2') }), 3)).toBe(true);
  });

  it('from 7 years on wants five doses of DTaP and DT together', () => {
    const withoutDtap = upTo(7, [...NO_JE, 'DTaP-4', 'DTaP-5']);
    expect(fullCourse(child({ done: withoutDtap | maskOf('DT-1') }), 7)).toBe(false);
    expect(fullCourse(child({ done: withoutDtap | maskOf('DT-1', 'DT-2') }), 7)).toBe(true);
    expect(fullCourse(child({ done: upTo(7, [...NO_JE, 'DTaP-5']) | maskOf('DT-1') }), 7)).toBe(true);
  });

  it('at 14 years asks girls for two HPV doses, boys for none', () => {
    const girl = child({ birthDate: '2012-03-01', done: upTo(7, NO_JE) });
    expect(fullCourse(girl, 14)).toBe(false);
    expect(fullCourse({ ...girl, done: upTo(14, NO_JE) }, 14)).toBe(true);
    expect(fullCourse({ ...girl, sex: 'M' }, 14)).toBe(true);
  });

  it('leaves children of four HepB doses out of the full-course rate, not out of the dose columns', () => {
    const parts = partsOf(child({ fourDoseHepB: true, done: upTo(7, NO_JE) }));
    expect([...parts.keys()].filter((m) => m >= 100 || m === JUDGED)).toEqual([]);
    expect(parts.get(0)).toBe(false);
  });
});
