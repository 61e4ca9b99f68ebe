import { describe, expect, it } from 'vitest';
import { type FactGroup, factOptions } from './fact-kinds.ts';

const DAY = '2026-12-01';
const offered = (group: FactGroup, birthDate: string, sex: 'F' | 'M' | 'U' = 'F') =>
  factOptions(group, { birthDate, sex }, DAY).map(({ value }) => value);

describe('the facts offered for a child', () => {
  it('are those that can be true of it', () => {
    const baby = offered('state', '2026-10-01');
    expect(baby).toEqual(expect.arrayContaining(['CRITICAL_NEWBORN', 'PRETERM_31W', 'HBSAG_POS_MOTHER', 'C03']));
    expect(baby).not.toContain('C05');
    const pupil = offered('state', '2019-10-01');
    expect(pupil).toContain('C03');
    for (const code of ['CRITICAL_NEWBORN', 'PRETERM_31W', 'C05']) expect(pupil).not.toContain(code);
    expect(offered('state', '2012-10-01')).toContain('C05');
    expect(offered('state', '2012-10-01', 'M')).not.toContain('C05');
    expect(offered('state', '2012-10-01', 'U')).toContain('C05');
  });

  it('keep findings of a day and products apart from states', () => {
    expect(offered('test', '2012-10-01')).toContain('PPD_NEGATIVE');
    expect(offered('product', '2012-10-01')).toEqual(['IMMUNOGLOBULIN', 'BLOOD_PRODUCT', 'HBIG']);
  });
});
