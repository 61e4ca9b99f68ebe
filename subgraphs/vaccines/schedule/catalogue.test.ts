import { describe, expect, it } from 'vitest';
import { child, doses, NOW } from '../../../tests/support/schedule-cases.ts';
import { DOSE_REASONS, explain, FORECAST_REASONS, forecast, type Reason, seriesName } from './index.ts';

describe('the catalogues', () => {
  it('name every series of the schedule in both languages', () => {
    for (const s of NOW.series) {
      expect(seriesName(s.id, 'zh-CN'), s.id).toMatch(/疫苗|卡介苗/);
      expect(seriesName(s.id, 'en'), s.id).toContain('vaccine');
    }
  });

  it('have a sentence for every reason, without a placeholder left or a fact repeated as undefined', () => {
    for (const code of [...DOSE_REASONS, ...FORECAST_REASONS]) {
      const reason: Reason = { code, ruleId: 'rule', series: 'MMR', source: ['S26'], facts: {} };
      for (const locale of ['zh-CN', 'en'] as const) {
        const texts = [explain(reason, locale, 'parent'), explain(reason, locale, 'doctor')];
        for (const text of texts) expect(text).not.toMatch(/[{}]|undefined|null|NaN/);
        expect(texts[1]).toContain('S26');
      }
    }
  });

  it('H-08 explain every forecast of a child at every age, for parent and doctor', () => {
    const history = doses('0201 2020-01-01', '0101 2020-01-01', '1201 2020-09-01');
    const subject = child('2020-01-01', { conditions: [{ code: 'C01', vaccine: 'DTaP' }] });
    for (const asOf of ['2020-01-01', '2020-09-10', '2023-01-01', '2027-01-01', '2039-01-01']) {
      for (const f of forecast(subject, history, NOW, asOf)) {
        for (const locale of ['zh-CN', 'en'] as const) {
          expect(explain(f, locale, 'parent')).not.toMatch(/[{}—]|undefined|null/);
          expect(explain(f, locale, 'doctor')).not.toMatch(/[{}]|undefined|null/);
        }
      }
    }
  });
});
