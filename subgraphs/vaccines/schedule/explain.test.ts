import { describe, expect, it } from 'vitest';
import reference from '../../../seeds/reference/nip-schedule.json' with { type: 'json' };
import { child, doses, NOW, seriesOn } from '../../../tests/support/schedule-cases.ts';
import {
  evaluate,
  explain,
  type Reason,
  SERIES_STATUSES,
  type SeriesForecast,
  seriesName,
  type Words,
} from './index.ts';
import { doctor as enDoctor } from './messages/en/doctor.ts';
import { parent as enParent } from './messages/en/parent.ts';
import { doctor as zhDoctor } from './messages/zh-CN/doctor.ts';
import { parent as zhParent } from './messages/zh-CN/parent.ts';
import { DOSE_REASONS, FORECAST_REASONS, type ReasonFacts } from './reasons.ts';

const ALL: readonly Words[] = [zhParent, zhDoctor, enParent, enDoctor];
const LEFTOVER = /[{}—]|\[\]|undefined|null|NaN|Invalid|，，|，。|：。|,,|,\.|:\.| {2}| [.,;:]|（）|\(\)/;

/** Every fact a sentence may be given. */
const FACTS: ReasonFacts = {
  dose: 2,
  requiredDate: '2026-10-01',
  daysShort: 1,
  fromDate: '2026-09-01',
  otherVaccine: '1201',
  condition: 'C03',
  until: '2026-11-05',
  needed: 1,
  given: 3,
  lot: 'expired',
  amountIU: 100,
};

describe('the sentences', () => {
  it('have a name for every series of the schedule, one for parents and one for doctors', () => {
    for (const { id } of NOW.series) {
      for (const words of [zhParent, zhDoctor]) expect(seriesName(id, words), id).toMatch(/疫苗|卡介苗/);
      for (const words of [enParent, enDoctor]) expect(seriesName(id, words), id).toContain('vaccine');
    }
    const others = [...reference.nonNip, ...reference.keyPopulationVaccines].filter((v) => 'codes' in v);
    for (const { id } of others) for (const words of ALL) expect(seriesName(id, words), id).toMatch(/疫苗|vaccine/);
    expect(seriesName('Cholera', enParent)).toBe('Cholera');
  });

  it('read as whole sentences for every reason, with every fact and with none', () => {
    for (const code of [...DOSE_REASONS, ...FORECAST_REASONS])
      for (const facts of [FACTS, {}])
        for (const series of ['MMR', null])
          for (const words of ALL) {
            const text = explain({ code, ruleId: 'rule', series, source: ['S26'], facts }, words);
            expect(text, `${code} ${words.locale}`).not.toMatch(LEFTOVER);
            expect(text, `${code} ${words.locale}`).toMatch(words.locale === 'en' ? /^[A-Z][^[\]]*.*\.$/ : /。$/);
          }
  });

  it('H-08 read as whole sentences for every status, with every date and with none', () => {
    const dates = { earliest: '2026-10-01', recommended: '2026-10-01' };
    const forecast = (status: SeriesForecast['status'], more: Partial<SeriesForecast>): SeriesForecast => ({
      series: 'MMR',
      status,
      dose: 1,
      dosesNeeded: 2,
      dosesGiven: 0,
      ...dates,
      overdueFrom: null,
      latest: null,
      products: [],
      reasons: [],
      ...more,
    });
    for (const status of SERIES_STATUSES)
      for (const more of [{}, { overdueFrom: '2027-01-01', latest: '2044-01-01' }])
        for (const words of ALL) {
          const text = explain(forecast(status, more), words);
          expect(text, status).not.toMatch(LEFTOVER);
          if (words.audience === 'doctor') continue;
          expect(text, `${status} tells a parent no ISO date`).not.toMatch(/\d{4}-\d\d/);
        }
  });

  it('tell a parent no rule, no mark and no term of the trade', () => {
    for (const code of [...DOSE_REASONS, ...FORECAST_REASONS])
      for (const words of [zhParent, enParent])
        expect(explain({ code, ruleId: 'rule', series: 'MMR', source: ['S26'], facts: FACTS }, words)).not.toMatch(
          /rule|规则|S26|禁忌|contraindicat|HBsAg|bOPV|\bIPV|PPD/,
        );
  });
});

describe('explanations', () => {
  const [, early] = evaluate(child('2026-01-15'), doses('0402 2026-03-15', '0402 2026-05-10'), NOW, '2026-12-01').doses;
  const reason = early?.reasons[0] as Reason;

  it('H-08 tell a parent in plain words, and a doctor with the rule and its document', () => {
    expect(explain(reason, zhParent)).toBe('这一剂比规定的年龄打早了5天，要不要补种，请问接种医生。');
    expect(explain(reason, enParent)).toBe(
      'This dose was given 5 days too early. Please ask the clinic whether to repeat it.',
    );
    expect(explain(reason, zhDoctor)).toBe(
      '百白破疫苗第2剂早于最小接种年龄5天，应不早于2026年5月15日（规则DTaP-2.minAge；依据：《免疫程序及说明（2026年版）》[S26]）。',
    );
    expect(explain(reason, enDoctor)).toBe(
      'DTaP vaccine dose 2 was given 5 days before the minimum age, reached on 15 May 2026 (rule DTaP-2.minAge; source: Programme Schedule and Notes 2026 [S26]).',
    );
  });

  it('H-08 say which dose comes next and when, with the date written out', () => {
    const next = seriesOn(child('2026-01-15'), doses('0201 2026-01-15'), '2026-02-01', 'HepB');
    expect(explain(next, zhParent)).toBe('乙肝疫苗第2剂还没到时间，2026年2月15日起可以接种。');
    expect(explain(next, enParent)).toBe(
      'It is not yet time for dose 2 of the hepatitis B vaccine. It can be given from 15 February 2026.',
    );
  });

  it('H-08 tell a parent of a wait for another live vaccine only while it lasts', () => {
    const on = (asOf: string) => explain(seriesOn(child('2026-01-15'), doses('1201 2026-09-20'), asOf, 'JE'), zhParent);
    expect(on('2026-10-01')).toBe(
      '乙脑疫苗第1剂要先等一等，2026年10月18日起可以接种，请按医生约定的时间再来。刚打过另一种疫苗，两种要隔够时间。',
    );
    expect(on('2026-10-18')).toBe('乙脑疫苗第1剂现在可以接种，请安排时间来接种。');
  });

  it('leave out of a parent’s hearing what no longer matters when the dose is not given at all', () => {
    const infected = child('2026-01-15', { conditions: [{ code: 'HIV_INFECTED' }] });
    expect(explain(seriesOn(infected, [], '2026-10-01', 'BCG'), zhParent)).toBe(
      '卡介苗第1剂目前不能接种，请听接种医生的安排。',
    );
  });

  it('promise no day while nobody knows when the illness ends', () => {
    const ill = child('2026-01-15', { conditions: [{ code: 'D01' }] });
    const text = explain(seriesOn(ill, [], '2026-10-01', 'HepB'), zhParent);
    expect(text).toBe('乙肝疫苗第1剂要先等一等，请按医生约定的时间再来。因为身体情况，需要推迟接种。');
  });

  it('say to the doctor when a rule is general knowledge only', () => {
    const pregnant = child('2011-12-01', { conditions: [{ code: 'PREGNANT' }] });
    const text = explain(seriesOn(pregnant, [], '2026-01-01', 'HPV'), zhDoctor);
    expect(text).toContain('妊娠');
    expect(text).toContain('依据：一般知识，未经文件核实，请核对说明书');
  });

  it('end every status of a doctor with a rule and its source', () => {
    const subject = child('2024-01-01');
    const history = doses('0201 2024-01-01', '0201 2024-02-01', '0201 2024-07-01');
    for (const series of ['HepB', 'BCG', 'Polio', 'DTaP', 'DT', 'HPV', 'MPSV-AC'])
      expect(explain(seriesOn(subject, history, '2026-11-20', series), zhDoctor), series).toMatch(
        /（规则.+依据：.+）。$/,
      );
  });
});
