import { describe, expect, it } from 'vitest';
import { child, doses, NOW } from '../../../tests/support/schedule-cases.ts';
import { COVERAGE_SLOTS, coverageSlots, evaluate, PROGRAMME_SLOTS } from './index.ts';

const slots = (...args: Parameters<typeof coverageSlots>) => coverageSlots(...args).map((s) => s.slot);

describe('what the coverage statistics count', () => {
  it('Q-16 the programme has 20 doses, and a bit position never moves', () => {
    expect(PROGRAMME_SLOTS).toHaveLength(20);
    expect(new Set(COVERAGE_SLOTS).size).toBe(COVERAGE_SLOTS.length);
    expect(COVERAGE_SLOTS.indexOf('BCG-1')).toBe(3);
    expect(COVERAGE_SLOTS.indexOf('HepA-1')).toBe(19);
    expect(COVERAGE_SLOTS.indexOf('JE-1')).toBe(20);
    expect(COVERAGE_SLOTS.indexOf('HPV-2')).toBe(23);
  });

  it('Q-16 an early dose counts though it is clinically too early', () => {
    const subject = child('2026-01-01');
    const history = doses('1201 2026-08-31', '0402 2026-02-28');
    expect(slots(subject, history, NOW)).toEqual(['DTaP-1']);
    const [, dtap] = evaluate(subject, history, NOW, '2026-10-01').doses;
    expect(dtap).toMatchObject({ clinicallyValid: false, countedForCoverage: true });
    expect(dtap?.reasons[0]).toMatchObject({ code: 'TOO_YOUNG', facts: { daysShort: 1 } });
  });

  it('tells a hepatitis A course of inactivated products, which needs two doses, from one of the live product', () => {
    const subject = child('2024-01-01');
    expect(slots(subject, doses('1903 2025-07-01'), NOW)).toEqual(['HepA-1', 'HepA-I-1']);
    expect(slots(subject, doses('1903 2025-07-01', '1903 2026-02-01'), NOW)).toEqual(['HepA-1', 'HepA-2', 'HepA-I-1']);
    expect(slots(subject, doses('1901 2025-07-01'), NOW)).toEqual(['HepA-1']);
  });

  it('an outbreak dose of MMR at 6 to 7 months is extra and not counted', () => {
    const history = doses('1201 2026-07-15', '1201 2026-09-01');
    const counted = coverageSlots(child('2026-01-01'), history, NOW);
    expect(counted).toEqual([{ slot: 'MCV-1', date: '2026-09-01', timely: true }]);
  });

  it('the same vaccine on the same day is one dose, and the earliest entry is kept', () => {
    const subject = child('2026-01-01');
    const twice = [
      { id: 'b', vaccine: '0201', date: '2026-01-01' },
      { id: 'a', vaccine: '0201', date: '2026-01-01' },
    ];
    expect(slots(subject, twice, NOW)).toEqual(['HepB-1']);
    const [b, a] = evaluate(subject, twice, NOW, '2026-02-01').doses;
    expect(a).toMatchObject({ clinicallyValid: true, countedForCoverage: true, reasons: [] });
    expect(b).toMatchObject({ clinicallyValid: false, countedForCoverage: false });
    expect(b?.reasons.map((r) => r.code)).toEqual(['DUPLICATE']);
  });

  it('doses are ranked by date within the class, and those beyond the schedule do not count', () => {
    const history = doses('0203 2026-09-01', '0201 2026-01-01', '2001 2027-03-01', '0202 2026-02-01');
    const { doses: judged } = evaluate(child('2026-01-01'), history, NOW, '2027-04-01');
    expect(judged.map((d) => d.series.map((s) => `${s.series}-${s.dose}`))).toEqual([
      ['HepB-3'],
      ['HepB-1'],
      [],
      ['HepB-2'],
    ]);
    // The combined vaccine still is a hepatitis A dose for the statistics, early as it is.
    expect(judged[2]).toMatchObject({ clinicallyValid: false, countedForCoverage: true });
    expect(judged[2]?.reasons.map((r) => `${r.series} ${r.code}`)).toEqual(['HepB EXCESS_DOSE', 'HepA TOO_YOUNG']);
  });

  it('Q-16 the birth dose is timely on the day of birth and the day after', () => {
    const on = (date: string) => coverageSlots(child('2026-01-31'), doses(`0201 ${date}`), NOW)[0]?.timely;
    expect([on('2026-01-31'), on('2026-02-01'), on('2026-02-02')]).toEqual([true, true, false]);
  });

  it('a dose is timely by the version in force on its day: MPSV-A 2 before 18 months until 2026-06-16, then 24', () => {
    const at = (birth: string, second: string) =>
      coverageSlots(child(birth), doses(`1601 ${second.slice(0, 4)}-01-05`, `1601 ${second}`), NOW).at(-1);
    expect(at('2024-11-01', '2026-06-10')).toMatchObject({ slot: 'MPSV-A-2', timely: false });
    expect(at('2024-11-01', '2026-06-17')).toMatchObject({ slot: 'MPSV-A-2', timely: true });
  });

  it('of an early conjugate course the first and third dose count as MPSV-A 1 and 2', () => {
    const subject = child('2025-01-01');
    const history = doses('1702 2025-04-01', '1702 2025-05-01', '1702 2025-06-01');
    expect(coverageSlots(subject, history, NOW).map((s) => `${s.slot} ${s.date}`)).toEqual([
      'MPSV-A-1 2025-04-01',
      'MPSV-A-2 2025-06-01',
    ]);
    const judged = evaluate(subject, history, NOW, '2025-07-01').doses;
    expect(judged.map((d) => d.series[0]?.dose)).toEqual([1, null, 2]);
    expect(judged.every((d) => d.clinicallyValid)).toBe(true);
    const later = doses('1702 2025-07-01', '1702 2025-10-01');
    expect(slots(subject, later, NOW)).toEqual(['MPSV-A-1', 'MPSV-A-2']);
  });

  it('a second MPSV-AC counts from 5 years, a first one from 24 months', () => {
    const subject = child('2018-01-01');
    const history = doses('1701 2019-12-31', '1701 2021-01-01', '1701 2022-12-31', '1701 2024-01-02');
    expect(coverageSlots(subject, history, NOW).map((s) => s.date)).toEqual(['2021-01-01', '2024-01-02']);
  });

  it('inactivated JE 2 counts as JE 1; in Qinghai JE is not counted at all', () => {
    const history = doses('1803 2022-09-01', '1803 2022-09-08', '1803 2024-01-02');
    expect(slots(child('2022-01-01'), history, NOW)).toEqual(['JE-I-1', 'JE-1', 'JE-2']);
    const inQinghai = child('2022-01-01', { division: '63' });
    expect(slots(inQinghai, history, NOW)).toEqual([]);
    const [dose] = evaluate(inQinghai, history, NOW, '2026-01-01').doses;
    expect(dose).toMatchObject({ clinicallyValid: true, countedForCoverage: false });
  });

  it('the fourth HepB of a low-weight child is counted unless the first came after one month', () => {
    const subject = child('2026-01-01', { birthWeightG: 1800, conditions: [{ code: 'HBSAG_UNKNOWN_MOTHER' }] });
    const rest = ['0201 2026-02-10', '0201 2026-03-10', '0201 2026-08-10'];
    expect(slots(subject, doses('0201 2026-01-01', ...rest), NOW)).toContain('HepB-4');
    expect(slots(subject, doses('0201 2026-02-02', ...rest), NOW)).not.toContain('HepB-4');
  });
});
