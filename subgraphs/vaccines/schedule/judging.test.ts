import { describe, expect, it } from 'vitest';
import { child, doses, NOW, REFERENCE, seriesOn } from '../../../tests/support/schedule-cases.ts';
import { evaluate, isInjectedLive, loadSchedule, scheduleVersions, seriesOfVaccine, vaccineName } from './index.ts';

const codes = (...args: Parameters<typeof evaluate>) =>
  evaluate(...args).doses.map((d) => d.reasons.map((r) => r.code).join(' '));

describe('judging recorded doses', () => {
  it('Q-19 one day below, on and above the minimum age and interval', () => {
    const subject = child('2026-01-15');
    const second = (date: string) => codes(subject, doses('0402 2026-03-15', `0402 ${date}`), NOW, '2026-12-01')[1];
    expect([second('2026-05-14'), second('2026-05-15'), second('2026-05-16')]).toEqual(['TOO_YOUNG', '', '']);
    const late = (date: string) => codes(subject, doses('0402 2026-06-01', `0402 ${date}`), NOW, '2026-12-01')[1];
    expect([late('2026-06-28'), late('2026-06-29'), late('2026-06-30')]).toEqual(['INTERVAL_SHORT', '', '']);
  });

  it('a course that was right under the schedule of its day stays right', () => {
    const subject = child('2022-01-01');
    const history = doses('0402 2022-04-01', '0402 2022-05-01', '0402 2022-06-01', '0402 2023-07-01');
    expect(codes(subject, history, NOW, '2026-11-20')).toEqual(['', '', '', '']);
    expect(seriesOn(subject, history, '2026-11-20', 'DTaP')).toMatchObject({ dose: 5, earliest: '2028-01-01' });
    // The same ages in 2025 were too early for dose 2 at 4 months less a day and dose 3 at 5 months.
    const later = doses('0402 2025-04-01', '0402 2025-05-01', '0402 2025-06-01');
    expect(codes(child('2025-01-01'), later, NOW, '2026-11-20')).toEqual(['', '', 'TOO_YOUNG']);
  });

  it('live vaccines nearer than 28 days: the later one does not count, unless both came on one day', () => {
    const subject = child('2025-01-01', { division: '320102' });
    expect(codes(subject, doses('1201 2025-09-01', '1801 2025-09-28'), NOW, '2026-01-01')).toEqual([
      '',
      'LIVE_CONFLICT',
    ]);
    expect(codes(subject, doses('1201 2025-09-01', '1801 2025-09-29'), NOW, '2026-01-01')).toEqual(['', '']);
    expect(codes(subject, doses('1201 2025-09-01', '1801 2025-09-01'), NOW, '2026-01-01')).toEqual(['', '']);
    expect(codes(subject, doses('2201 2026-01-10', '1201 2026-01-20'), NOW, '2026-02-01')[1]).toBe('LIVE_CONFLICT');
  });

  it('a live vaccine within 3 months of a blood product is not valid, BCG is', () => {
    const subject = child('2025-01-01', { observations: [{ code: 'HBIG', date: '2025-08-01' }] });
    const at = (row: string) => evaluate(subject, doses(row), NOW, '2026-01-01').doses[0];
    expect(at('1201 2025-10-31')?.reasons[0]).toMatchObject({ code: 'CONTRAINDICATED', ruleId: 'D02' });
    expect(at('1201 2025-11-01')?.reasons).toEqual([]);
    expect(at('0101 2025-08-10')?.clinicallyValid).toBe(true);
  });

  it('a contraindication dated after a dose does not touch it, and blocks the next ones of that vaccine only', () => {
    const reaction = { code: 'C01', vaccine: 'DTaP', from: '2026-03-02' };
    const subject = child('2026-01-01', { conditions: [reaction] });
    const history = doses('0402 2026-03-01');
    expect(codes(subject, history, NOW, '2026-06-01')).toEqual(['']);
    const next = seriesOn(subject, history, '2026-06-01', 'DTaP');
    expect(next).toMatchObject({ status: 'contraindicated', dose: 2, earliest: '2026-05-01', products: [] });
    expect(next.reasons[0]).toMatchObject({ code: 'CONTRAINDICATION', ruleId: 'C01', source: ['S26'] });
    expect(seriesOn(subject, history, '2026-06-01', 'Polio').status).toBe('due');
  });

  it('what is not a contraindication never blocks', () => {
    const subject = child('2026-01-01', { conditions: [{ code: 'ECZEMA' }, { code: 'DOWN_SYNDROME' }] });
    expect(seriesOn(subject, [], '2026-10-01', 'MMR').status).toBe('due');
  });

  it('an acute illness defers everything due until it ends', () => {
    const subject = child('2026-01-01', { conditions: [{ code: 'D01', from: '2026-10-01', until: '2026-10-05' }] });
    expect(seriesOn(subject, [], '2026-10-02', 'MMR')).toMatchObject({ status: 'deferred', earliest: '2026-10-05' });
    expect(seriesOn(subject, [], '2026-10-05', 'MMR').status).toBe('due');
  });

  it('a dose without a date cannot be judged, an unknown vaccine counts for nothing', () => {
    const subject = child('2026-01-01');
    const [none, unknown] = evaluate(subject, doses('0201 2026-02-30', '9999 2026-02-01'), NOW, '2026-06-01').doses;
    expect(none).toMatchObject({ clinicallyValid: false, countedForCoverage: false });
    expect(none?.reasons[0]?.code).toBe('NO_DATE');
    expect(unknown).toMatchObject({ series: [], clinicallyValid: false, countedForCoverage: false });
    expect(unknown?.reasons[0]?.code).toBe('WRONG_PRODUCT');
    expect(codes(subject, doses('1703 2027-06-01'), NOW, '2027-06-01')).toEqual(['WRONG_PRODUCT']);
    expect(codes(subject, doses('1703 2029-01-01'), NOW, '2029-01-01')).toEqual(['']);
  });

  it('a subject whose birth date is none is refused by field', () => {
    expect(() => evaluate(child('2026-13-01'), [], NOW, '2026-06-01')).toThrowError(
      expect.objectContaining({ code: 'SUBJECT_INVALID', field: 'birthDate' }),
    );
  });
});

describe('the reference data', () => {
  it('hold four dated versions that run without a gap', () => {
    const versions = scheduleVersions(REFERENCE);
    expect(versions.map((v) => v.id)).toEqual(['NIP-2021', 'NIP-2021-DTaP5', 'NIP-2021-DTaP5-HPV', 'NIP-2026']);
    const on = (asOf: string) => loadSchedule(REFERENCE, { asOf }).id;
    expect(on('2024-12-31')).toBe('NIP-2021');
    expect(on('2025-01-01')).toBe('NIP-2021-DTaP5');
    expect(on('2026-06-16')).toBe('NIP-2021-DTaP5-HPV');
    expect(on('2026-06-17')).toBe('NIP-2026');
  });

  it('differ between versions where the texts do: DTaP ages, DT at 6 years, HPV, MPSV-A 2', () => {
    const old = loadSchedule(REFERENCE, 'NIP-2021');
    expect(old.byId.get('DTaP')?.doses.map((d) => d.minAge?.months)).toEqual([3, 4, 5, 18]);
    expect(NOW.byId.get('DTaP')?.doses.map((d) => d.minAge?.months)).toEqual([2, 4, 6, 18, 72]);
    expect(old.byId.has('HPV')).toBe(false);
    expect(loadSchedule(REFERENCE, 'NIP-2021-DTaP5').byId.has('HPV')).toBe(false);
    expect(old.byId.get('MPSV-A')?.doses[1]?.completeBefore?.months).toBe(18);
    expect(NOW.byId.get('MPSV-A')?.doses[1]?.completeBefore?.months).toBe(24);
    const history = doses('0402 2018-09-01', '0402 2018-10-01', '0402 2018-11-01', '0402 2019-12-01');
    expect(seriesOn(child('2018-06-01'), history, '2024-06-01', 'DT', old)).toMatchObject({ status: 'due', dose: 1 });
    expect(seriesOn(child('2018-06-01'), history, '2024-06-01', 'DTaP', old).status).toBe('complete');
    // The type-II rule of 2021 asked for one IPV only of children born before October 2019.
    const oral = doses('0311 2019-01-01', '0311 2019-02-01', '0311 2019-03-01');
    const need = (s: typeof NOW) => seriesOn(child('2018-11-01'), oral, '2023-01-01', 'Polio', s).dosesNeeded;
    expect([need(old), need(NOW)]).toEqual([4, 5]);
  });

  it('name every code and know the injected live ones', () => {
    expect(vaccineName(NOW, '5001')).toContain('灭活脊髓灰质炎');
    expect(vaccineName(NOW, '9999')).toBeNull();
    expect(seriesOfVaccine(NOW, '5001')).toEqual(['Polio', 'DTaP']);
    expect(['0101', '1201', '1801', '1901', '2201', '5101'].every((c) => isInjectedLive(NOW, c))).toBe(true);
    expect(['0311', '1803', '1903', '2401', '2109', '0201'].some((c) => isInjectedLive(NOW, c))).toBe(false);
  });

  it('are refused with the place that is wrong', () => {
    const broken = structuredClone(REFERENCE) as { series: { doses: { minAge: string }[] }[] };
    broken.series[1]!.doses[0]!.minAge = '3 months';
    expect(() => loadSchedule(broken, 'current')).toThrowError(
      expect.objectContaining({ code: 'SCHEDULE_FORMAT', path: '$.series[1].doses[0].minAge' }),
    );
    expect(() => loadSchedule(REFERENCE, 'NIP-1978')).toThrowError(
      expect.objectContaining({ code: 'SCHEDULE_FORMAT' }),
    );
    expect(() => loadSchedule(null, 'current')).toThrowError(expect.objectContaining({ code: 'SCHEDULE_FORMAT' }));
  });
});
