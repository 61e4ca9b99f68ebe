import { describe, expect, it } from 'vitest';
import { child, doses, NOW } from '../../../tests/support/schedule-cases.ts';
import { entryAssessment, remainingDoses, visitPlan } from './index.ts';

describe('the remaining doses of a child', () => {
  it('Q-17 a girl born in Jiangsu has 24 doses before her, at the ages of the table', () => {
    const plan = remainingDoses(child('2026-09-01'), [], NOW, '2026-09-01');
    expect(plan).toHaveLength(24);
    expect(plan.slice(0, 4).map((p) => `${p.series}-${p.dose} ${p.date}`)).toEqual([
      'HepB-1 2026-09-01',
      'BCG-1 2026-09-01',
      'HepB-2 2026-10-01',
      'Polio-1 2026-11-01',
    ]);
    expect(plan.at(-1)).toMatchObject({ series: 'HPV', dose: 2, date: '2040-03-01' });
  });

  it('Q-17 a boy in Qinghai has 20', () => {
    expect(remainingDoses(child('2026-09-01', { sex: 'M', division: '630102' }), [], NOW, '2026-09-01')).toHaveLength(
      20,
    );
  });

  it('a late child catches up at once, the rest at their intervals', () => {
    const plan = remainingDoses(child('2024-01-01', { sex: 'M' }), doses('0201 2025-05-01'), NOW, '2025-06-10');
    const of = (series: string) => plan.filter((p) => p.series === series).map((p) => p.date);
    expect(of('HepB')).toEqual(['2025-06-10', '2025-09-01']);
    expect(of('DTaP')).toEqual(['2025-06-10', '2025-07-08', '2025-08-05', '2026-02-05', '2030-01-01']);
    expect(of('BCG')).toEqual(['2025-06-10']);
  });
});

describe('one visit', () => {
  it('everything due is given together when the family wants it', () => {
    const plan = visitPlan(child('2026-01-01'), doses('0201 2026-01-01', '0101 2026-01-01'), NOW, '2026-09-01');
    expect(plan.today.map((i) => i.series).toSorted()).toEqual(['DTaP', 'HepB', 'JE', 'MMR', 'MPSV-A', 'Polio']);
    expect(plan.later).toEqual([]);
  });

  it('with one injection a day MMR goes before the other live vaccine, which then waits 28 days', () => {
    const born = doses('0201 2026-01-01', '0101 2026-01-01');
    const plan = visitPlan(child('2026-01-01'), born, NOW, '2026-09-01', { maxInjections: 1 });
    expect(plan.today.map((i) => i.series)).toEqual(['MMR']);
    expect(plan.later.find((i) => i.series === 'JE')).toMatchObject({ earliest: '2026-09-29', why: 'visit_full' });
    expect(plan.later.find((i) => i.series === 'HepB')).toMatchObject({ earliest: '2026-09-02' });
  });

  it('3.5 MMR goes before a live vaccine that is already late, which follows 28 days later', () => {
    // JE 1 is late from 12 months; MMR 2 is due at 18 months.
    const given = doses('0201 2025-01-01', '0101 2025-01-01', '1201 2025-09-01');
    const plan = visitPlan(child('2025-01-01'), given, NOW, '2026-07-01', { maxInjections: 1 });
    expect(plan.today.map((i) => i.series)).toEqual(['MMR']);
    expect(plan.later.find((i) => i.series === 'JE')).toMatchObject({ overdue: true, earliest: '2026-07-29' });
  });

  it('what is overdue goes before what is due', () => {
    const plan = visitPlan(child('2026-01-01'), [], NOW, '2026-09-01', { maxInjections: 3 });
    // MMR comes along with BCG, the other live vaccine, which is late.
    expect(plan.today.map((i) => i.series)).toEqual(['MMR', 'BCG', 'HepB']);
  });

  it('what a live vaccine of last week keeps back is listed with its day', () => {
    const plan = visitPlan(child('2026-01-01'), doses('1201 2026-09-01'), NOW, '2026-09-08');
    expect(plan.later.map((i) => `${i.series} ${i.earliest}`)).toEqual(['BCG 2026-09-29', 'JE 2026-09-29']);
  });
});

describe('the school entry check', () => {
  const full = (birth: string, until: string, more = {}) => {
    const subject = child(birth, more);
    const given = remainingDoses(subject, [], NOW, birth)
      .filter((p) => p.date <= until)
      .map((p, i) => ({ id: `d${i}`, date: p.date, vaccine: p.products[0]! }));
    return { subject, given };
  };

  it('passes a child with every dose of its age, though later doses follow', () => {
    const { subject, given } = full('2023-01-01', '2026-09-01');
    expect(entryAssessment(subject, given, NOW, '2026-09-01')).toEqual({ result: 1, missing: [], awaited: [] });
  });

  it('does not pass a child whose due dose is missing, and names it', () => {
    const { subject, given } = full('2023-01-01', '2026-09-01');
    const less = given.filter((d) => d.vaccine !== '1701');
    expect(entryAssessment(subject, less, NOW, '2026-09-01')).toEqual({
      result: 2,
      missing: [{ series: 'MPSV-AC', dose: 1, vaccine: 'series.MPSV-AC', earliest: '2026-01-01', dueNow: true }],
      awaited: [],
    });
  });

  it('never asks for BCG from 4 years, MPSV-A from 24 months, DTaP from 7 years', () => {
    const missing = entryAssessment(child('2018-01-01'), [], NOW, '2026-09-01').missing;
    expect(missing.filter((m) => m.dueNow).map((m) => m.series)).toEqual([
      'HepB',
      'Polio',
      'DT',
      'MMR',
      'JE',
      'MPSV-AC',
      'HepA',
    ]);
  });

  it('lists every dose missing for the age, each with its first possible day, and says which may be given now', () => {
    const { missing } = entryAssessment(child('2022-01-01'), [], NOW, '2026-09-01');
    const of = (series: string) => missing.filter((m) => m.series === series).map((m) => `${m.dose} ${m.earliest}`);
    expect(of('HepB')).toEqual(['1 2022-01-01', '2 2026-09-29', '3 2027-01-01']);
    expect(of('DTaP')).toEqual(['1 2022-03-01', '2 2026-09-29', '3 2026-10-27', '4 2027-04-27']);
    expect(of('Polio')).toHaveLength(4);
    expect(of('MPSV-AC')).toEqual(['1 2024-01-01']);
    expect(missing.filter((m) => m.dueNow).map((m) => m.dose)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it('answers 5 while only an interval is open, and 4 when a health state keeps the dose back', () => {
    const { subject, given } = full('2023-01-01', '2026-09-01');
    const others = given.filter((d) => !d.vaccine.startsWith('04'));
    const late = [
      ...others,
      ...doses('0402 2023-03-01', '0402 2023-05-01', '0402 2026-07-01').map((d) => ({ ...d, id: `l${d.id}` })),
    ];
    const early = entryAssessment(subject, late, NOW, '2026-09-01');
    expect(early.result).toBe(5);
    // What an interval still keeps back stands with its day: nobody asks for it before.
    expect(early.awaited.length).toBeGreaterThan(0);
    for (const dose of early.awaited) expect(dose).toMatchObject({ dueNow: false });
    expect(early.awaited.every((dose) => dose.earliest > '2026-09-01')).toBe(true);
    const without = given.filter((d) => d.vaccine !== '1701');
    const sick = { ...subject, conditions: [{ code: 'C01', vaccine: 'MPSV-AC' }] };
    expect(entryAssessment(sick, without, NOW, '2026-09-01')).toEqual({ result: 4, missing: [], awaited: [] });
  });
});
