import { describe, expect, it } from 'vitest';
import { child, doses, NOW, REFERENCE, seriesOn } from '../../../tests/support/schedule-cases.ts';
import {
  CONDITION_ALIASES,
  CONDITION_CODES,
  type Condition,
  evaluate,
  forecast,
  loadSchedule,
  OBSERVATION_CODES,
} from './index.ts';

const statusOf = (conditions: Condition[], asOf: string, series: string, birth = '2026-01-01') =>
  seriesOn(child(birth, { conditions }), [], asOf, series).status;

describe('health states', () => {
  it('the closed list names every state the data know, and every alias is in it', () => {
    const known = new Set<string>(CONDITION_CODES);
    // C04 is another name for a column of the HIV table.
    const states = [...NOW.health.states.keys()].filter((code) => code !== 'C04');
    expect(states.filter((code) => !known.has(code))).toEqual([]);
    expect(Object.values(CONDITION_ALIASES).filter((code) => !known.has(code))).toEqual([]);
    for (const code of NOW.health.weakImmunity) expect(known.has(code)).toBe(true);
    const observed = new Set<string>(OBSERVATION_CODES);
    for (const code of NOW.health.bloodProducts) expect(observed.has(code)).toBe(true);
  });

  it('section 6: nothing in the list of what is not a contraindication changes any forecast', () => {
    const history = doses('0201 2025-01-01', '0402 2025-03-01');
    const plain = forecast(child('2025-01-01'), history, NOW, '2026-09-01');
    expect(NOW.health.notContraindications.length).toBeGreaterThanOrEqual(20);
    for (const { code, zh } of NOW.health.notContraindications) {
      expect(zh).not.toBe('');
      const subject = child('2025-01-01', { conditions: [{ code }] });
      expect(forecast(subject, history, NOW, '2026-09-01'), code).toEqual(plain);
    }
  });

  it('C03 complement deficiency is exempt: live vaccines go', () => {
    expect(statusOf([{ code: 'IMMUNODEFICIENCY' }], '2026-09-01', 'MMR')).toBe('contraindicated');
    const exempt = [{ code: 'IMMUNODEFICIENCY' }, { code: 'COMPLEMENT_DEFICIENCY' }];
    expect(statusOf(exempt, '2026-09-01', 'MMR')).toBe('due');
  });

  it('D04 vaccination goes on a month after the treatment stops, six months after anti-B antibodies', () => {
    const on = (code: string, asOf: string) => {
      const conditions = [{ code, from: '2026-08-01', until: '2026-10-15' }];
      const { status, earliest } = seriesOn(child('2026-01-01', { conditions }), [], asOf, 'MMR');
      return `${status} ${earliest}`;
    };
    expect(on('D04', '2026-09-01')).toBe('deferred 2026-11-15');
    expect(on('D04', '2026-11-14')).toBe('deferred 2026-11-15');
    expect(on('D04', '2026-11-15')).toBe('due 2026-09-01');
    expect(on('ANTI_B_ANTIBODY', '2027-04-14')).toBe('deferred 2027-04-15');
    expect(on('ANTI_B_ANTIBODY', '2027-04-15')).toBe('overdue 2026-09-01');
  });

  it('D01 an illness without an end postpones every open dose; one that ends before a dose is due does not', () => {
    const ill = (until?: string) => {
      const subject = child('2026-01-01', { conditions: [{ code: 'D01', ...(until && { until }) }] });
      return new Map(forecast(subject, [], NOW, '2026-06-01').map((f) => [f.series, f.status]));
    };
    expect(ill().get('MMR')).toBe('deferred');
    expect(ill('2026-06-05').get('MMR')).toBe('not_yet');
    expect(ill('2026-06-05').get('DTaP')).toBe('deferred');
    expect(ill().get('DT')).toBe('not_applicable');
  });

  it('a contraindication goes before the age limit and keeps the dates of its dose', () => {
    const subject = child('2020-01-01', { conditions: [{ code: 'HIV_INFECTED' }] });
    expect(seriesOn(subject, [], '2026-01-01', 'BCG')).toMatchObject({
      status: 'contraindicated',
      dose: 1,
      earliest: '2020-01-01',
      latest: '2023-12-31',
    });
  });

  it('C05 pregnancy forbids live vaccines and postpones HPV; C06 forbids what holds pertussis', () => {
    const pregnant = [{ code: 'PREGNANT' }];
    expect(statusOf(pregnant, '2026-06-01', 'MMR', '2012-01-01')).toBe('contraindicated');
    expect(statusOf(pregnant, '2026-06-01', 'HPV', '2012-01-01')).toBe('deferred');
    expect(statusOf(pregnant, '2026-06-01', 'HepB', '2012-01-01')).toBe('overdue');
    expect(statusOf([{ code: 'C06' }], '2026-06-01', 'DTaP')).toBe('contraindicated');
    expect(statusOf([{ code: 'C06' }], '2026-06-01', 'Polio')).toBe('due');
  });

  it('3.6 S21 kept JE-I one month from immunoglobulin, the text of 2026 does not', () => {
    const conditions = [{ code: 'IMMUNODEFICIENCY' }];
    const subject = child('2025-01-01', { conditions, observations: [{ code: 'IMMUNOGLOBULIN', date: '2025-12-10' }] });
    const old = loadSchedule(REFERENCE, 'NIP-2021-DTaP5-HPV');
    expect(seriesOn(subject, [], '2026-01-09', 'JE', old)).toMatchObject({
      status: 'deferred',
      earliest: '2026-01-10',
      products: ['1802', '1803', '1804'],
    });
    expect(seriesOn(subject, [], '2026-01-10', 'JE', old).status).toBe('due');
    expect(seriesOn(subject, [], '2026-01-09', 'JE')).toMatchObject({ status: 'due', earliest: '2025-09-01' });
    const given = (date: string) => evaluate(subject, doses(`1802 ${date}`), old, '2026-02-01').doses[0]?.reasons;
    expect(given('2026-01-09')).toMatchObject([{ code: 'CONTRAINDICATED', ruleId: 'JE-I.afterImmunoglobulin' }]);
    expect(given('2026-01-10')).toEqual([]);
  });

  it('section 5: immunoglobulin within two weeks after MMR is pointed out, later it is not', () => {
    const at = (date: string) => {
      const subject = child('2025-01-01', { observations: [{ code: 'IMMUNOGLOBULIN', date }] });
      return seriesOn(subject, doses('1201 2025-09-01'), '2026-01-01', 'MMR').reasons.map((r) => r.code);
    };
    expect(at('2025-09-14')).toContain('IMMUNOGLOBULIN_AFTER_MMR');
    expect(at('2025-09-15')).not.toContain('IMMUNOGLOBULIN_AFTER_MMR');
    expect(at('2025-08-31')).not.toContain('IMMUNOGLOBULIN_AFTER_MMR');
  });

  it('Q-19 a dose of an expired or bad lot, or of too little, is substandard and has to be repeated', () => {
    const subject = child('2026-01-01');
    const judged = (more: object) => {
      const history = [{ ...doses('0402 2026-03-01')[0]!, ...more }];
      const [dose] = evaluate(subject, history, NOW, '2026-06-01').doses;
      const next = seriesOn(subject, history, '2026-06-01', 'DTaP').dose;
      return [dose?.status, dose?.reasons.map((r) => r.facts.lot ?? r.code).join(), dose?.countedForCoverage, next];
    };
    expect(judged({ lotExpires: '2026-02-28' })).toEqual(['substandard', 'expired', true, 1]);
    expect(judged({ lotExpires: '2026-03-01' })).toEqual(['valid', '', true, 2]);
    expect(judged({ substandard: ['recalled_lot'] })).toEqual(['substandard', 'recalled', true, 1]);
    expect(judged({ substandard: ['excursion_lot'] })).toEqual(['substandard', 'excursion', true, 1]);
    expect(judged({ substandard: ['partial_dose'] })).toEqual(['substandard', 'DOSE_TOO_SMALL', true, 1]);
  });

  it('1.6 the grace setting, 0 in the texts, forgives days of age and interval when a province sets it', () => {
    const reference = structuredClone(REFERENCE) as { meta: { grace: { days: number } } };
    reference.meta.grace.days = 4;
    const lenient = loadSchedule(reference, 'current');
    const history = doses('0402 2026-02-25', '0402 2026-04-27');
    const judged = (schedule: typeof NOW) =>
      evaluate(child('2026-01-01'), history, schedule, '2026-06-01').doses.map((d) => d.status);
    expect(judged(lenient)).toEqual(['valid', 'valid']);
    expect(judged(NOW)).toEqual(['not_valid', 'valid']);
  });

  it('Q-19 a repeated record is extraneous, a dose too early not valid', () => {
    const history = doses('0402 2026-03-01', '0402 2026-03-01', '0402 2026-03-10');
    const found = evaluate(child('2026-01-01'), history, NOW, '2026-06-01').doses.map((d) => d.status);
    expect(found).toEqual(['valid', 'extraneous', 'not_valid']);
  });
});
