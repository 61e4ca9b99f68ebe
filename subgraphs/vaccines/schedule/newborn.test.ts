import { describe, expect, it } from 'vitest';
import { child, doses, NOW, seriesOn } from '../../../tests/support/schedule-cases.ts';
import { evaluate, type Observation } from './index.ts';

const codes = (...args: Parameters<typeof seriesOn>) => seriesOn(...args).reasons.map((r) => r.code);
const POSITIVE = [{ code: 'HBSAG_POS_MOTHER' }];
const COURSE = doses('0201 2026-01-01', '0201 2026-02-01', '0201 2026-07-01');

describe('the newborn and the mother', () => {
  it('3.1 mother HBsAg positive: dose 1 within 12 hours, with 100 IU of HBIG', () => {
    const subject = child('2026-01-01', { conditions: POSITIVE });
    const { reasons } = seriesOn(subject, [], '2026-01-01', 'HepB');
    expect(reasons.find((r) => r.code === 'HBIG_AT_BIRTH')).toMatchObject({
      facts: { amountIU: 100 },
      source: ['S26'],
    });
    expect(reasons.map((r) => r.code)).toContain('BIRTH_DOSE_12H');
    expect(codes(subject, COURSE.slice(0, 1), '2026-01-02', 'HepB')).not.toContain('HBIG_AT_BIRTH');
  });

  it('3.1 mother HBsAg unknown: 12 hours, no HBIG; mother negative: neither', () => {
    const unknown = child('2026-01-01', { conditions: [{ code: 'HBSAG_UNKNOWN_MOTHER' }] });
    expect(codes(unknown, [], '2026-01-01', 'HepB')).toContain('BIRTH_DOSE_12H');
    expect(codes(unknown, [], '2026-01-01', 'HepB')).not.toContain('HBIG_AT_BIRTH');
    expect(codes(child('2026-01-01'), [], '2026-01-01', 'HepB')).toEqual(['MIN_AGE']);
  });

  it('3.1 a critically ill newborn waits for stable vital signs, one under 1500 g is pointed out', () => {
    const ill = child('2026-01-01', { conditions: [{ code: 'CRITICAL_NEWBORN', until: '2026-01-09' }] });
    expect(seriesOn(ill, [], '2026-01-08', 'HepB')).toMatchObject({ status: 'deferred', earliest: '2026-01-09' });
    expect(seriesOn(ill, [], '2026-01-09', 'HepB').status).toBe('overdue');
    expect(
      codes(child('2026-01-01', { birthWeightG: 1499, conditions: POSITIVE }), [], '2026-01-01', 'HepB'),
    ).toContain('WHEN_STABLE');
    expect(
      codes(child('2026-01-01', { birthWeightG: 1500, conditions: POSITIVE }), [], '2026-01-01', 'HepB'),
    ).not.toContain('WHEN_STABLE');
  });

  describe('the blood test of a positive mother’s child', () => {
    const on = (asOf: string, observations: Observation[] = [], history = COURSE) =>
      seriesOn(child('2026-01-01', { conditions: POSITIVE, observations }), history, asOf, 'HepB');

    it('3.1 is asked for 1 to 2 months after the last dose', () => {
      const complete = on('2026-07-02');
      expect(complete).toMatchObject({ status: 'complete', dose: null, earliest: null });
      expect(complete.reasons).toMatchObject([
        { code: 'HBV_TEST', facts: { requiredDate: '2026-08-01', until: '2026-09-01' } },
      ]);
      const other = seriesOn(child('2026-01-01'), COURSE, '2026-07-02', 'HepB');
      expect(other.reasons).toMatchObject([{ code: 'COMPLETE' }]);
    });

    it('3.1 closes the matter when it shows protection or infection', () => {
      for (const code of ['ANTI_HBS_PROTECTIVE', 'HBSAG_POSITIVE'])
        expect(on('2026-09-01', [{ code, date: '2026-08-10' }])).toMatchObject({
          status: 'complete',
          reasons: [{ code: 'COMPLETE' }],
        });
    });

    it('3.1 asks for three more doses when HBsAg is negative and anti-HBs low, each after its interval', () => {
      const low = [{ code: 'HBSAG_NEGATIVE_ANTI_HBS_LOW', date: '2026-08-10' }];
      expect(on('2026-08-09', low).status).toBe('complete');
      expect(on('2026-08-10', low)).toMatchObject({ status: 'due', dose: 4, dosesNeeded: 6, overdueFrom: null });
      const more = [...COURSE, ...doses('0201 2026-08-10', '0201 2026-09-07', '0201 2026-12-10')].map((d, i) => ({
        ...d,
        id: `d${i}`,
      }));
      const step = (n: number) => on('2027-06-01', low, more.slice(0, n));
      expect(step(4)).toMatchObject({ dose: 5, earliest: '2026-09-07' });
      expect(step(5)).toMatchObject({ dose: 6, earliest: '2026-12-10' });
      expect(step(6).status).toBe('complete');
      const subject = child('2026-01-01', { conditions: POSITIVE, observations: low });
      expect(evaluate(subject, more, NOW, '2027-06-01').doses.every((d) => d.status === 'valid')).toBe(true);
      // Without the test the fourth dose is one too many.
      const untested = evaluate(child('2026-01-01', { conditions: POSITIVE }), more, NOW, '2027-06-01').doses[3];
      expect(untested).toMatchObject({ status: 'extraneous', reasons: [{ code: 'EXCESS_DOSE' }] });
    });
  });

  describe('BCG', () => {
    it('3.2 is never repeated, even when the one given was not valid', () => {
      const subject = child('2025-01-01');
      const history = doses('1201 2025-09-01', '0101 2025-09-10');
      expect(evaluate(subject, history, NOW, '2026-01-01').doses[1]?.reasons[0]?.code).toBe('LIVE_CONFLICT');
      expect(seriesOn(subject, history, '2026-01-01', 'BCG').status).toBe('complete');
      const again = doses('0101 2025-01-02', '0101 2025-03-02');
      expect(evaluate(subject, again, NOW, '2026-01-01').doses[1]).toMatchObject({ status: 'extraneous' });
    });

    it('3.2 after a positive skin test is contraindicated, from 3 months to before 4 years', () => {
      const subject = child('2026-01-01', { observations: [{ code: 'PPD_POSITIVE', date: '2026-04-10' }] });
      expect(seriesOn(subject, [], '2026-04-10', 'BCG')).toMatchObject({ status: 'contraindicated', products: [] });
      expect(seriesOn(subject, [], '2030-01-01', 'BCG').status).toBe('aged_out');
      const [dose] = evaluate(subject, doses('0101 2026-04-11'), NOW, '2026-05-01').doses;
      expect(dose).toMatchObject({
        clinicallyValid: false,
        reasons: [{ code: 'CONTRAINDICATED', ruleId: 'BCG.skinTest' }],
      });
    });

    it('3.2 a later negative test lifts a positive one; of two on one day the positive decides', () => {
      const on = (observations: Observation[]) =>
        seriesOn(child('2026-01-01', { observations }), [], '2026-06-01', 'BCG').status;
      const positive = { code: 'PPD_POSITIVE', date: '2026-04-10' };
      expect(on([positive, { code: 'PPD_NEGATIVE', date: '2026-05-10' }])).toBe('overdue');
      expect(on([positive, { code: 'PPD_NEGATIVE', date: '2026-04-10' }])).toBe('contraindicated');
    });

    it('3.2 a child of 31 weeks or less gets it before discharge, when stable', () => {
      const subject = child('2026-01-01', { conditions: [{ code: 'PRETERM_31W' }] });
      expect(codes(subject, [], '2026-01-10', 'BCG')).toContain('WHEN_STABLE');
    });
  });
});
