import { describe, expect, it } from 'vitest';
import { child, doses, NOW, REFERENCE } from '../../../tests/support/schedule-cases.ts';
import { hepBOfExposedChild, ipvNeeded, loadSchedule } from './index.ts';

const POSITIVE = { conditions: [{ code: 'HBSAG_POS_MOTHER' }] };

describe('facts of one child for the statistics', () => {
  it('S-15 a child of an HBsAg-positive mother has its hepatitis B doses listed, each with whether it was in time', () => {
    const history = doses('0201 2026-01-02', '0201 2026-02-02', '0201 2027-01-01');
    expect(hepBOfExposedChild(child('2026-01-01', POSITIVE), history, NOW)).toEqual([
      { slot: 'HepB-1', date: '2026-01-02', timely: true },
      { slot: 'HepB-2', date: '2026-02-02', timely: true },
      { slot: 'HepB-3', date: '2027-01-01', timely: false },
    ]);
    const late = doses('0201 2026-01-03');
    expect(hepBOfExposedChild(child('2026-01-01', POSITIVE), late, NOW)).toMatchObject([{ timely: false }]);
    expect(hepBOfExposedChild(child('2026-01-01', POSITIVE), [], NOW)).toEqual([]);
  });

  it('S-15 other children are not in the list, those of a mother with unknown state included', () => {
    expect(hepBOfExposedChild(child('2026-01-01'), doses('0201 2026-01-02'), NOW)).toBeNull();
    const unknown = child('2026-01-01', { conditions: [{ code: 'HBSAG_UNKNOWN_MOTHER' }] });
    expect(hepBOfExposedChild(unknown, [], NOW)).toBeNull();
  });

  it('S-21 a child with bOPV only needs two IPV, then one, then none, and the date of each is kept', () => {
    const subject = child('2021-01-01');
    const oral = doses('0311 2021-03-01', '0311 2021-04-01', '0311 2021-05-01');
    const one = [...oral, { id: 'i1', vaccine: '0303', date: '2025-02-01' }];
    const two = [...one, { id: 'i2', vaccine: '0306', date: '2025-03-01' }];
    expect(ipvNeeded(subject, oral, NOW, '2025-01-01')).toEqual({ needed: 2, lastGiven: null });
    expect(ipvNeeded(subject, one, NOW, '2025-02-01')).toEqual({ needed: 1, lastGiven: '2025-02-01' });
    expect(ipvNeeded(subject, two, NOW, '2025-03-01')).toEqual({ needed: 0, lastGiven: '2025-03-01' });
    // On the eve of a dose nobody knows of it.
    expect(ipvNeeded(subject, two, NOW, '2025-02-28')).toEqual({ needed: 1, lastGiven: '2025-02-01' });
  });

  it('S-21 nobody is called before two months of age or from 18 years on', () => {
    const needs = (birth: string, asOf: string) => ipvNeeded(child(birth), [], NOW, asOf).needed;
    expect([needs('2026-01-01', '2026-02-28'), needs('2026-01-01', '2026-03-01')]).toEqual([0, 2]);
    expect([needs('2008-01-01', '2025-12-31'), needs('2008-01-01', '2026-01-01')]).toEqual([2, 0]);
  });

  it('S-21 under the text of 2021 one tOPV freed from IPV, and birth before October 2019 asked for one', () => {
    const old = loadSchedule(REFERENCE, 'NIP-2021');
    const history = doses('0301 2015-03-01');
    expect(ipvNeeded(child('2015-01-01'), history, old, '2022-01-01').needed).toBe(0);
    expect(ipvNeeded(child('2015-01-01'), history, NOW, '2027-01-01').needed).toBe(1);
    expect(ipvNeeded(child('2019-09-30'), [], old, '2022-01-01').needed).toBe(1);
    expect(ipvNeeded(child('2019-10-01'), [], old, '2022-01-01').needed).toBe(2);
  });
});
