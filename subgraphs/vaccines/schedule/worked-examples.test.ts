import { describe, expect, it } from 'vitest';
import { child, doses, NOW, REFERENCE, seriesOn } from '../../../tests/support/schedule-cases.ts';
import { coverageSlots, entryAssessment, evaluate, loadSchedule } from './index.ts';

/** The worked examples of nip-schedule section 12, in their order. */
describe('worked examples of the programme', () => {
  it('1: Q-17 a newborn of two months is due for HepB 2, IPV 1 and DTaP 1 since the day each age was reached', () => {
    const history = doses('0201 2026-09-01', '0101 2026-09-01');
    const on = (series: string) => seriesOn(child('2026-09-01'), history, '2026-11-20', series);
    expect(on('HepB')).toMatchObject({ status: 'due', dose: 2, earliest: '2026-10-01', latest: '2044-08-31' });
    expect(on('Polio')).toMatchObject({ status: 'due', dose: 1, earliest: '2026-11-01', products: ['0303', '0306'] });
    expect(on('DTaP')).toMatchObject({ status: 'due', dose: 1, earliest: '2026-11-01' });
    expect(on('BCG')).toMatchObject({ status: 'complete', dose: null, earliest: null });
  });

  it('2: Q-17 HepB 3 opens at six months and is overdue from the first birthday', () => {
    const history = doses('0202 2026-01-10', '0202 2026-02-10');
    const on = (asOf: string) => seriesOn(child('2026-01-10'), history, asOf, 'HepB');
    const expected = { dose: 3, earliest: '2026-07-10', overdueFrom: '2027-01-10' };
    expect(on('2026-07-09')).toMatchObject({ ...expected, status: 'not_yet' });
    expect(on('2026-07-10')).toMatchObject({ ...expected, status: 'due' });
    expect(on('2027-01-09')).toMatchObject({ ...expected, status: 'due' });
    expect(on('2027-01-10')).toMatchObject({ ...expected, status: 'overdue' });
  });

  it('3: a late HepB course keeps 28 days, then 60 days and 4 months to dose 1', () => {
    const subject = child('2024-01-01');
    const first = doses('0201 2025-05-01');
    expect(seriesOn(subject, first, '2025-06-10', 'HepB')).toMatchObject({ dose: 2, earliest: '2025-05-29' });
    const second = doses('0201 2025-05-01', '0201 2025-06-10');
    expect(seriesOn(subject, second, '2025-06-10', 'HepB')).toMatchObject({ dose: 3, earliest: '2025-09-01' });
  });

  it('4: BCG is direct before 3 months, then needs a negative skin test, and ends at 4 years', () => {
    const subject = child('2026-05-01');
    const codes = (asOf: string, more = {}) =>
      seriesOn({ ...subject, ...more }, [], asOf, 'BCG').reasons.map((r) => r.code);
    expect(codes('2026-07-31')).not.toContain('SKIN_TEST_REQUIRED');
    expect(codes('2026-08-01')).toContain('SKIN_TEST_REQUIRED');
    const tested = { observations: [{ code: 'PPD_NEGATIVE', date: '2026-08-01' }] };
    expect(codes('2026-08-01', tested)).not.toContain('SKIN_TEST_REQUIRED');
    const positive = { ...subject, observations: [{ code: 'PPD_POSITIVE', date: '2026-08-01' }] };
    expect(seriesOn(positive, [], '2026-08-01', 'BCG').status).toBe('contraindicated');
    expect(seriesOn(subject, [], '2030-04-30', 'BCG').status).toBe('overdue');
    expect(seriesOn(subject, [], '2030-05-01', 'BCG').status).toBe('aged_out');
  });

  it('5: from 2025 DTaP starts at 2 months, at once for those already older', () => {
    const version = loadSchedule(REFERENCE, { asOf: '2025-01-01' });
    expect(version.id).toBe('NIP-2021-DTaP5');
    expect(seriesOn(child('2024-12-15'), [], '2025-01-01', 'DTaP', version)).toMatchObject({
      status: 'not_yet',
      earliest: '2025-02-15',
    });
    expect(seriesOn(child('2024-10-20'), [], '2025-01-01', 'DTaP', version).status).toBe('due');
    const old = loadSchedule(REFERENCE, { asOf: '2024-12-31' });
    expect(seriesOn(child('2024-10-20'), [], '2024-12-31', 'DTaP', old)).toMatchObject({
      status: 'not_yet',
      earliest: '2025-01-20',
    });
  });

  it('6: four DTaP and DT at 6 years under the old rule are complete', () => {
    const history = doses(
      '0402 2018-09-01',
      '0402 2018-10-01',
      '0402 2018-11-01',
      '0402 2019-12-01',
      '0601 2024-07-01',
    );
    const subject = child('2018-06-01');
    expect(evaluate(subject, history, NOW, '2025-03-01').doses.every((d) => d.clinicallyValid)).toBe(true);
    expect(seriesOn(subject, history, '2025-03-01', 'DTaP').status).toBe('complete');
    expect(seriesOn(subject, history, '2025-03-01', 'DT').status).toBe('complete');
  });

  it('7: four DTaP at 6 years ask for the fifth until 7, from then for one DT', () => {
    const history = doses('0402 2019-06-01', '0402 2019-07-01', '0402 2019-08-01', '0402 2020-09-15');
    const subject = child('2019-03-01');
    const on = (asOf: string, series: string) => seriesOn(subject, history, asOf, series);
    expect(on('2025-03-01', 'DTaP')).toMatchObject({ status: 'due', dose: 5, overdueFrom: '2026-03-01' });
    expect(on('2025-03-01', 'DT').status).toBe('not_applicable');
    expect(on('2026-02-28', 'DTaP').status).toBe('due');
    expect(on('2026-03-01', 'DTaP').status).toBe('aged_out');
    expect(on('2026-03-01', 'DT')).toMatchObject({ status: 'due', dose: 1, dosesNeeded: 1 });
  });

  it('8: at 8 years two DTaP are filled up to three by one DT, at least 6 months after the last', () => {
    const subject = child('2018-01-10');
    const history = doses('0402 2018-04-10', '0402 2018-05-10');
    expect(seriesOn(subject, history, '2026-02-01', 'DT')).toMatchObject({ status: 'due', dose: 1, dosesNeeded: 1 });
    const recent = doses('0402 2018-04-10', '0601 2026-01-20');
    expect(seriesOn(subject, recent, '2026-02-01', 'DT')).toMatchObject({
      status: 'not_yet',
      dose: 2,
      earliest: '2026-07-20',
    });
  });

  it('9: three bOPV without IPV still need two IPV, 28 days apart: five doses', () => {
    const subject = child('2021-01-01');
    const history = doses('0311 2021-03-01', '0311 2021-04-01', '0311 2021-05-01');
    expect(seriesOn(subject, history, '2025-02-01', 'Polio')).toMatchObject({
      status: 'due',
      dose: 4,
      dosesNeeded: 5,
      overdueFrom: '2026-01-01',
      products: ['0303', '0306'],
    });
    const four = [...history, { id: 'x', vaccine: '0306', date: '2025-02-01' }];
    expect(seriesOn(subject, four, '2025-02-01', 'Polio')).toMatchObject({
      dose: 5,
      earliest: '2025-03-01',
      products: ['0303', '0306'],
    });
    const five = [...four, { id: 'y', vaccine: '0306', date: '2025-03-01' }];
    expect(seriesOn(subject, five, '2025-03-01', 'Polio').status).toBe('complete');
  });

  it('10: four DTaP-IPV/Hib complete polio without bOPV, by their own label', () => {
    const history = doses('5001 2024-03-01', '5001 2024-04-01', '5001 2024-05-01', '5001 2025-07-01');
    const subject = child('2024-01-01');
    expect(evaluate(subject, history, NOW, '2025-08-01').doses.map((d) => d.clinicallyValid)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(seriesOn(subject, history, '2025-08-01', 'Polio').status).toBe('complete');
    expect(seriesOn(subject, history, '2025-08-01', 'DTaP')).toMatchObject({ status: 'not_yet', dose: 5 });
  });

  it('11: MR and MMR complete a child of September 2019; one born in October needs one more MMR', () => {
    const older = doses('1401 2020-05-30', '1201 2021-03-30');
    expect(seriesOn(child('2019-09-30'), older, '2021-06-01', 'MMR').status).toBe('complete');
    const younger = doses('1401 2020-06-01', '1201 2021-04-01');
    expect(seriesOn(child('2019-10-01'), younger, '2021-06-01', 'MMR')).toMatchObject({
      dose: 2,
      dosesNeeded: 2,
      earliest: '2021-04-29',
    });
  });

  it('12: JE-L waits 28 days after MMR; IPV does not', () => {
    const subject = child('2026-02-10');
    const history = doses('1201 2026-10-10', '0201 2026-02-10');
    const je = seriesOn(subject, history, '2026-10-20', 'JE');
    expect(je).toMatchObject({
      status: 'deferred',
      earliest: '2026-11-07',
      products: ['1801', '1802', '1803', '1804'],
    });
    const exact = seriesOn(child('2026-02-01'), doses('1201 2026-10-01'), '2026-10-10', 'JE');
    expect(exact.earliest).toBe('2026-10-29');
    expect(seriesOn(subject, history, '2026-10-20', 'Polio').earliest).toBe('2026-04-10');
    expect(seriesOn(subject, history, '2026-10-10', 'JE').status).toBe('due');
  });

  it('13: immunoglobulin holds MMR for 3 months, neither DTaP nor BCG', () => {
    const subject = child('2025-12-15', { observations: [{ code: 'IMMUNOGLOBULIN', date: '2026-09-01' }] });
    const on = (series: string) => seriesOn(subject, [], '2026-09-10', series);
    expect(on('MMR')).toMatchObject({ status: 'deferred', earliest: '2026-12-01' });
    expect(on('DTaP')).toMatchObject({ status: 'due', earliest: '2026-02-15' });
    expect(on('BCG')).toMatchObject({ status: 'overdue', earliest: '2025-12-15' });
  });

  it('14: one MPSV-A at 20 months is not followed by another at 25, but by MPSV-AC', () => {
    const subject = child('2024-01-01');
    const history = doses('1601 2025-09-01');
    expect(seriesOn(subject, history, '2026-02-01', 'MPSV-A').status).toBe('aged_out');
    expect(seriesOn(subject, history, '2026-02-01', 'MPSV-AC')).toMatchObject({ dose: 1, earliest: '2026-01-01' });
    const late = doses('1601 2025-12-20');
    expect(seriesOn(subject, late, '2026-02-01', 'MPSV-AC')).toMatchObject({ dose: 1, earliest: '2026-03-20' });
  });

  it('15: Q-16 an MPSV-AC at 23 months is not counted; a first dose is still wanted, not within 3 years', () => {
    const subject = child('2023-01-01');
    const history = doses('1701 2024-12-01');
    expect(coverageSlots(subject, history, NOW)).toEqual([]);
    const [dose] = evaluate(subject, history, NOW, '2026-01-01').doses;
    expect(dose).toMatchObject({ clinicallyValid: false, countedForCoverage: false, series: [] });
    expect(dose?.reasons[0]).toMatchObject({
      code: 'TOO_YOUNG',
      facts: { requiredDate: '2025-01-01', daysShort: 31 },
    });
    const next = seriesOn(subject, history, '2026-01-01', 'MPSV-AC');
    expect(next).toMatchObject({ status: 'due', dose: 1, earliest: '2025-01-01' });
    expect(next.reasons.map((r) => r.code)).toContain('REPEAT_INTERVAL');
  });

  it('16: HepA-I at 18 months and HepA-L at 24 months are complete', () => {
    const history = doses('1903 2025-07-01', '1901 2026-01-01');
    expect(seriesOn(child('2024-01-01'), history, '2026-02-01', 'HepA').status).toBe('complete');
    const early = doses('1903 2025-07-01', '1901 2025-12-31');
    const [, second] = evaluate(child('2024-01-01'), early, NOW, '2026-02-01').doses;
    expect(second?.reasons[0]).toMatchObject({ code: 'INTERVAL_SHORT', facts: { daysShort: 1 } });
  });

  it('17: HPV is for girls born on or after 2011-11-10; dose 2 after 6 months, not under 5, timely within 12', () => {
    expect(seriesOn(child('2011-11-09'), [], '2025-12-01', 'HPV').status).toBe('not_applicable');
    expect(seriesOn(child('2011-11-10', { sex: 'M' }), [], '2025-12-01', 'HPV').status).toBe('not_applicable');
    expect(seriesOn(child('2011-11-10'), [], '2025-11-09', 'HPV')).toMatchObject({ status: 'due', dose: 1 });
    const two = seriesOn(child('2011-11-10'), doses('5504 2025-12-01'), '2026-05-01', 'HPV');
    expect(two).toMatchObject({
      status: 'due',
      dose: 2,
      earliest: '2026-05-01',
      recommended: '2026-06-01',
      overdueFrom: '2026-12-01',
    });
  });

  it('18: in Qinghai JE is not applicable and never missing at school entry', () => {
    const subject = child('2022-01-01', { division: '630102' });
    expect(seriesOn(subject, [], '2026-01-01', 'JE')).toMatchObject({ status: 'not_applicable', dose: null });
    const entry = entryAssessment(subject, [], NOW, '2026-01-01');
    expect(entry.result).toBe(2);
    expect(entry.missing.map((m) => m.series)).not.toContain('JE');
    expect(entry.missing.map((m) => m.series)).toContain('MMR');
  });

  it('19: a low-weight child of an HBsAg-positive mother needs HepB at birth, 1, 2 and 7 months', () => {
    const subject = child('2026-01-01', {
      birthWeightG: 1900,
      conditions: [{ code: 'HBSAG_POS_MOTHER' }],
    });
    const history = doses('0201 2026-01-01', '0201 2026-02-01', '0201 2026-03-01');
    expect(seriesOn(subject, history, '2026-08-01', 'HepB')).toMatchObject({
      status: 'due',
      dose: 4,
      dosesNeeded: 4,
      earliest: '2026-08-01',
    });
    const three = doses('0201 2026-01-01', '0201 2026-02-01', '0201 2026-07-01');
    expect(seriesOn(subject, three, '2026-08-01', 'HepB')).toMatchObject({ dose: 4, status: 'not_yet' });
    expect(seriesOn({ ...subject, birthWeightG: 2000 }, three, '2026-08-01', 'HepB').status).toBe('complete');
  });

  it('20: HIV status unknown at 9 months: BCG waits, IPV instead of bOPV, MMR goes, JE-I instead of JE-L', () => {
    const subject = child('2026-01-01', { conditions: [{ code: 'HIV_UNKNOWN_MOTHER_POSITIVE' }] });
    const history = doses('0303 2026-03-01', '0303 2026-04-01');
    const on = (series: string) => seriesOn(subject, history, '2026-10-01', series);
    expect(on('BCG').status).toBe('deferred');
    expect(on('Polio')).toMatchObject({ status: 'due', dose: 3, products: ['0303', '0306'] });
    expect(on('MMR').status).toBe('due');
    expect(on('JE')).toMatchObject({ status: 'due', products: ['1802', '1803', '1804'] });
  });
});
