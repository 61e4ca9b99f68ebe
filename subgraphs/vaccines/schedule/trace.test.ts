import { describe, expect, it } from 'vitest';
import { child, doses, NOW } from '../../../tests/support/schedule-cases.ts';
import { type GivenDose, type Subject, type Trace, trace, traceText } from './index.ts';
import { trace as en } from './messages/en/trace.ts';
import { trace as zh } from './messages/zh-CN/trace.ts';

const stepsOfDose = (found: Trace, id: string) => found.doses.find((d) => d.id === id)?.steps ?? [];
const stepsOfSeries = (found: Trace, id: string) => found.series.find((s) => s.series === id)?.steps ?? [];
const lines = (subject: Subject, history: GivenDose[], asOf: string, id: string) =>
  stepsOfDose(trace(subject, history, NOW, asOf), id).map((step) =>
    traceText(step, zh).replace(/（[^（]*；规则.*$/, ''),
  );

describe('the trace of a dose', () => {
  it('H-08 tells which dose was asked for and which bound it missed by how many days', () => {
    const history = doses('0201 2026-01-10', '0201 2026-02-03');
    const found = trace(child('2026-01-10'), history, NOW, '2026-11-20');
    const failed = stepsOfDose(found, 'dose-1').filter((s) => s.bound !== null && !s.passed);
    expect(failed.map(({ check, bound, actual, days }) => ({ check, bound, actual, days }))).toEqual([
      { check: 'min_age', bound: '2026-02-10', actual: '2026-02-03', days: -7 },
      { check: 'interval', bound: '2026-02-07', actual: '2026-02-03', days: -4 },
      { check: 'min_age', bound: '2026-02-10', actual: '2026-02-03', days: -7 },
      { check: 'interval', bound: '2026-02-07', actual: '2026-02-03', days: -4 },
    ]);
    expect(failed.map(({ rules, version }) => `${rules} ${version}`)).toEqual([
      'chosen NIP-2026',
      'chosen NIP-2026',
      'in_force NIP-2021-DTaP5-HPV',
      'in_force NIP-2021-DTaP5-HPV',
    ]);
    expect(failed[1]).toMatchObject({
      series: 'HepB',
      dose: 2,
      from: { date: '2026-01-10', series: 'HepB', dose: 1 },
      length: { months: 0, days: 28 },
      ruleId: 'HepB-2.minInterval',
      source: ['S26'],
    });
    expect(traceText(failed[1]!, zh)).toBe(
      '乙肝疫苗第2剂 最小间隔 28 天（自 第1剂 2026-01-10 起）：应不早于 2026-02-07，实际 2026-02-03，早 4 天 ✗（NIP-2026规则；规则HepB-2.minInterval；依据：《免疫程序及说明（2026年版）》[S26]）',
    );
    expect(traceText(failed[1]!, en)).toBe(
      'Hepatitis B vaccine dose 2: minimum interval 28 days from dose 1, 2026-01-10: not before 2026-02-07, given 2026-02-03, 4 days early ✗ (rules of NIP-2026; rule HepB-2.minInterval; source: Programme Schedule and Notes 2026 [S26])',
    );
  });

  it('tells by which rules a dose is accepted that today’s rules refuse: those of its day, or its label', () => {
    const verdict = (subject: Subject, history: GivenDose[], id: string) =>
      stepsOfDose(trace(subject, history, NOW, '2026-11-20'), id).find((s) => s.check === 'verdict');
    // DTaP at 3, 4, 5 months was right before 2025 (S21); today the second dose has to wait for 4 months.
    const old = doses('0402 2023-04-10', '0402 2023-05-10', '0402 2023-06-10');
    expect(verdict(child('2023-01-10'), old, 'dose-2')).toMatchObject({
      passed: true,
      dose: 3,
      rules: 'in_force',
      version: 'NIP-2021',
    });
    // A conjugate at 4 months is too early for MPSV-A and right by its label.
    expect(verdict(child('2025-01-10'), doses('1704 2025-05-10'), 'dose-0')).toMatchObject({
      passed: true,
      dose: 1,
      rules: 'label',
    });
  });

  it('names the other live vaccine, and the blood product, with the day they leave free', () => {
    const subject = child('2025-01-10', { observations: [{ code: 'IMMUNOGLOBULIN', date: '2025-08-20' }] });
    const history = doses('1201 2025-09-10', '1801 2025-09-28');
    expect(lines(subject, history, '2026-01-01', 'dose-1').slice(0, 2)).toEqual([
      '与注射用减毒活疫苗麻腮风疫苗（1201）间隔 28 天（自 2025-09-10 起）：应不早于 2025-10-08，实际 2025-09-28，早 10 天 ✗',
      '使用血液制品后的间隔：应不早于 2025-11-20，实际 2025-09-28，早 53 天 ✗',
    ]);
  });

  it('tells of records that cannot be judged, of bad lots and of states of health', () => {
    const subject = child('2025-01-10', { conditions: [{ code: 'C03' }] });
    const history: GivenDose[] = [
      { id: 'undated', vaccine: '0201', date: '' },
      { id: 'unknown', vaccine: '9999', date: '2025-02-10' },
      { id: 'first', vaccine: '0201', date: '2025-01-10' },
      { id: 'twice', vaccine: '0201', date: '2025-01-10' },
      { id: 'old', vaccine: '0201', date: '2025-02-10', lotExpires: '2025-02-09', substandard: ['partial_dose'] },
      { id: 'live', vaccine: '1201', date: '2025-09-10' },
    ];
    const found = trace(subject, history, NOW, '2026-01-01');
    const failed = (id: string) =>
      stepsOfDose(found, id)
        .filter((s) => !s.passed && s.rules === 'chosen' && s.check !== 'verdict')
        .map((s) => s.check);
    expect(Object.fromEntries(history.map(({ id }) => [id, failed(id)]))).toEqual({
      undated: ['date'],
      unknown: ['vaccine_code'],
      first: [],
      twice: ['duplicate'],
      old: ['lot', 'volume'],
      live: ['health_state'],
    });
  });

  it('ends with what coverage makes of it', () => {
    const found = trace(child('2023-01-10'), doses('1701 2024-11-10', '1701 2026-02-01'), NOW, '2026-11-20');
    const coverage = (id: string) => stepsOfDose(found, id).filter((s) => s.rules === 'coverage');
    expect(coverage('dose-0')).toMatchObject([
      { check: 'coverage_age', passed: false, bound: '2025-01-10', days: -61, source: ['SLIB'] },
      { check: 'coverage', passed: false },
    ]);
    expect(coverage('dose-1')).toMatchObject([
      { check: 'coverage_age', passed: true },
      { check: 'coverage', passed: true, series: 'MPSV-AC', dose: 1 },
      { check: 'timely', passed: true },
    ]);
  });
});

describe('the trace of a forecast', () => {
  it('H-08 tells each bound of the next dose, which one sets the day, and the status', () => {
    const subject = child('2025-01-10', { observations: [{ code: 'IMMUNOGLOBULIN', date: '2026-10-20' }] });
    const found = trace(subject, doses('1201 2025-09-10'), NOW, '2026-11-20');
    const told = stepsOfSeries(found, 'MMR').map((s) => [s.check, s.bound, s.passed, s.binds, s.days]);
    expect(told).toEqual([
      ['target', null, true, false, null],
      ['min_age', '2026-07-10', true, false, 133],
      ['interval', '2025-10-08', true, false, 408],
      ['blood_product', '2027-01-20', false, true, -61],
      ['recommended', '2027-01-20', false, false, -61],
      ['overdue', '2027-01-09', true, false, -50],
      ['age_limit', '2043-01-09', true, false, -5894],
      ['status', null, true, false, null],
    ]);
    expect(stepsOfSeries(found, 'MMR').at(-1)).toMatchObject({ status: 'deferred', dose: 2, given: 1 });
    expect(traceText(stepsOfSeries(found, 'MMR')[3]!, zh)).toBe(
      '麻腮风疫苗第2剂 使用血液制品后的间隔：应不早于 2027-01-20，判断日 2026-11-20，还差 61 天，由此决定最早日期 ✗（NIP-2026规则；规则D02；依据：《免疫程序及说明（2026年版）》[S26]）',
    );
  });

  it('tells why nothing is forecast', () => {
    const found = trace(
      child('2025-01-10', { sex: 'M', division: '630102' }),
      doses('0101 2025-01-10'),
      NOW,
      '2026-01-01',
    );
    expect(stepsOfSeries(found, 'BCG').map((s) => s.check)).toEqual(['complete', 'status']);
    expect(stepsOfSeries(found, 'JE')[0]).toMatchObject({ check: 'eligibility', ruleId: 'JE.notRoutineIn' });
    expect(stepsOfSeries(found, 'HPV')[0]).toMatchObject({ check: 'eligibility', ruleId: 'HPV.eligibility' });
  });

  it('tells the state of health that bars a dose', () => {
    const found = trace(child('2025-01-10', { conditions: [{ code: 'HIV_INFECTED' }] }), [], NOW, '2026-01-01');
    const barred = stepsOfSeries(found, 'BCG').find((s) => s.check === 'health_state');
    expect(barred).toMatchObject({ passed: false, condition: 'HIV_INFECTED' });
    expect(found.series.find((s) => s.series === 'BCG')?.status).toBe('contraindicated');
  });
});
