import { describe, expect, it } from 'vitest';
import { child, doses, NOW, REFERENCE, seriesOn } from '../../../tests/support/schedule-cases.ts';
import { evaluate, forecast, loadSchedule, visitPlan } from './index.ts';

const judged = (subject: ReturnType<typeof child>, rows: string[], asOf = '2040-01-01') =>
  evaluate(subject, doses(...rows), NOW, asOf).doses.map((d) => d.reasons[0]?.code ?? d.status);

describe('polio', () => {
  it('3.3 four doses with two of type II complete the course, whatever the age of the fill', () => {
    const subject = child('2021-01-01');
    const rows = ['0303 2021-03-01', '0311 2021-04-01', '0311 2021-05-01'];
    expect(seriesOn(subject, doses(...rows), '2022-06-01', 'Polio')).toMatchObject({
      status: 'due',
      dose: 4,
      dosesNeeded: 4,
      earliest: '2021-05-29',
      overdueFrom: '2026-01-01',
      products: ['0303', '0306'],
    });
    const filled = doses(...rows, '0303 2022-06-01');
    expect(seriesOn(subject, filled, '2022-06-01', 'Polio').status).toBe('complete');
  });

  it('3.3 a bOPV before 4 years is too early as dose 4, also while IPV is missing', () => {
    const rows = ['0311 2021-03-01', '0311 2021-04-01', '0311 2021-05-01', '0311 2023-01-01'];
    expect(judged(child('2021-01-01'), rows)).toEqual(['valid', 'valid', 'valid', 'TOO_YOUNG']);
  });

  it('3.3 after four bOPV two IPV follow, and a fifth bOPV is one too many', () => {
    const subject = child('2018-01-01');
    const rows = ['0311 2018-03-01', '0311 2018-04-01', '0311 2018-05-01', '0311 2022-01-01'];
    expect(seriesOn(subject, doses(...rows), '2026-07-01', 'Polio')).toMatchObject({
      status: 'due',
      dose: 5,
      dosesNeeded: 6,
      overdueFrom: null,
    });
    expect(judged(subject, [...rows, '0311 2023-01-01'])[4]).toBe('EXCESS_DOSE');
  });

  it('3.3 under weak immunity the whole course is IPV', () => {
    const subject = child('2026-01-01', { conditions: [{ code: 'IMMUNODEFICIENCY' }] });
    const history = doses('0303 2026-03-01', '0303 2026-04-01');
    expect(seriesOn(subject, history, '2026-05-01', 'Polio')).toMatchObject({ dose: 3, products: ['0303', '0306'] });
  });
});

describe('measles, mumps and rubella', () => {
  it('3.5 born before October 2019, a product that brings nothing of what is missing is one too many', () => {
    const rows = ['0901 2019-06-01', '1401 2020-04-01', '1101 2020-06-01'];
    const subject = child('2018-10-01');
    expect(judged(subject, rows)).toEqual(['valid', 'valid', 'EXCESS_DOSE']);
    expect(seriesOn(subject, doses(...rows), '2026-07-01', 'MMR')).toMatchObject({
      status: 'due',
      dose: 3,
      overdueFrom: null,
      products: ['1201'],
    });
  });
});

describe('HPV', () => {
  const girl = (birth: string) => child(birth, { sex: 'F' });

  it('3.9 a full course of any valency by its label: the middle dose is right, nothing more follows', () => {
    const rows = ['5503 2024-01-01', '5503 2024-03-01', '5503 2024-07-01'];
    const subject = girl('2012-01-01');
    expect(judged(subject, rows)).toEqual(['valid', 'valid', 'valid']);
    const complete = seriesOn(subject, doses(...rows), '2026-07-01', 'HPV');
    expect(complete).toMatchObject({ status: 'complete', reasons: [{ code: 'LABEL_COURSE' }] });
  });

  it('3.9 two doses by a two-dose label are a full course too', () => {
    const subject = girl('2012-01-01');
    expect(seriesOn(subject, doses('5502 2022-01-01', '5502 2022-07-01'), '2026-07-01', 'HPV').status).toBe('complete');
  });

  it('3.9 after one dose of another valency, one programme dose with consent', () => {
    const next = seriesOn(girl('2012-01-01'), doses('5503 2025-12-01'), '2026-07-01', 'HPV');
    expect(next).toMatchObject({ status: 'due', dose: 2, dosesNeeded: 2, products: ['5501', '5504', '5505'] });
    expect(next.reasons.map((r) => r.code)).toContain('CONSENT_ONE_DOSE');
  });

  it('3.9 the second programme dose is of the same maker in principle', () => {
    const next = seriesOn(girl('2012-11-10'), doses('5504 2025-12-01'), '2026-07-01', 'HPV');
    expect(next.products).toEqual(['5504', '5501', '5505']);
    expect(next.reasons.map((r) => r.code)).toContain('SAME_MANUFACTURER');
  });

  it('3.9 a programme dose nearer than 5 months is too soon', () => {
    const subject = girl('2012-01-01');
    const second = (date: string) => judged(subject, ['5504 2025-12-01', `5504 ${date}`])[1];
    expect([second('2026-04-30'), second('2026-05-01')]).toEqual(['INTERVAL_SHORT', 'valid']);
    // From 15 years the label of the bivalent asks for three doses, the second after a month.
    expect(judged(girl('2012-01-01'), ['5504 2027-02-01', '5504 2027-03-01', '5504 2027-08-01'])).toEqual([
      'valid',
      'valid',
      'valid',
    ]);
  });

  it('3.9 with weak immunity three doses', () => {
    const subject = child('2012-01-01', { conditions: [{ code: 'HIV_INFECTED' }] });
    const two = doses('5504 2026-01-01', '5504 2026-02-01');
    expect(seriesOn(subject, two, '2026-07-01', 'HPV')).toMatchObject({
      dose: 3,
      dosesNeeded: 3,
      earliest: '2026-07-01',
    });
  });
});

describe('versions', () => {
  it('every version answers for all eleven series', () => {
    for (const id of ['NIP-2021', 'NIP-2021-DTaP5', 'NIP-2021-DTaP5-HPV', 'NIP-2026']) {
      const found = forecast(child('2012-06-01'), [], loadSchedule(REFERENCE, id), '2026-01-01');
      expect(found.map((f) => f.series)).toEqual(NOW.series.map((s) => s.id));
      const hpv = found.find((f) => f.series === 'HPV')!;
      const old = id === 'NIP-2021' || id === 'NIP-2021-DTaP5';
      expect(hpv.status).toBe(old ? 'not_applicable' : 'due');
      if (old) expect(hpv.reasons[0]).toMatchObject({ code: 'NOT_IN_VERSION', ruleId: 'HPV.effectiveFrom' });
    }
  });
});

describe('the repeat of a dose that did not count', () => {
  const subject = child('2026-01-15');
  const history = doses('0402 2026-03-15', '0402 2026-05-10');

  it('moves no date of its series, but the doctor is told what usual practice keeps', () => {
    const next = seriesOn(subject, history, '2026-05-20', 'DTaP');
    expect(next).toMatchObject({ status: 'due', dose: 2, earliest: '2026-05-15' });
    expect(next.reasons).toContainEqual(
      expect.objectContaining({
        code: 'REPEAT_INTERVAL',
        source: ['GK'],
        facts: { dose: 2, fromDate: '2026-05-10', requiredDate: '2026-06-07' },
      }),
    );
    expect(seriesOn(subject, history, '2026-06-07', 'DTaP').reasons.map((r) => r.code)).not.toContain(
      'REPEAT_INTERVAL',
    );
  });

  it('waits in the plan of a visit until then', () => {
    const plan = visitPlan(subject, history, NOW, '2026-05-20');
    expect(plan.today.map((i) => i.series)).not.toContain('DTaP');
    expect(plan.later).toContainEqual(
      expect.objectContaining({ series: 'DTaP', why: 'repeat', earliest: '2026-06-07' }),
    );
    expect(visitPlan(subject, history, NOW, '2026-06-07').today.map((i) => i.series)).toContain('DTaP');
  });
});
