import { describe, expect, it } from 'vitest';
import { adviseScreening, missingDoseFields, questionsFor, type ScreeningRule, unanswered } from './index.ts';

const rule = (id: string, changes: Partial<ScreeningRule> = {}): ScreeningRule => ({
  id,
  onYes: 'postpone',
  vaccines: null,
  onlyFemale: false,
  fromYears: null,
  ...changes,
});
const RULES = [
  rule('FEVER'),
  rule('COUGH', { onYes: 'ask_doctor' }),
  rule('C01', { onYes: 'contraindicated' }),
  rule('LIVE', { vaccines: ['1201'] }),
  rule('PREGNANCY', { onlyFemale: true, fromYears: 12 }),
];
const girl = { sex: 'F' as const, birthDate: '2014-11-21', day: '2026-11-21', vaccines: ['1201'] };
const ids = (asked: Partial<Parameters<typeof questionsFor>[1]>) =>
  questionsFor(RULES, { ...girl, ...asked }).map((r) => r.id);
const advise = (...answers: [string, 'yes' | 'no' | 'unknown'][]) =>
  adviseScreening(
    RULES,
    answers.map(([question, value]) => ({ question, value })),
  );

describe('H-17 the questions of the health inquiry', () => {
  it('are those for the vaccine, the sex and the age', () => {
    expect(ids({})).toEqual(['FEVER', 'COUGH', 'C01', 'LIVE', 'PREGNANCY']);
    expect(ids({ sex: 'M' })).not.toContain('PREGNANCY');
    expect(ids({ sex: 'U' })).toContain('PREGNANCY');
    // Twelve tomorrow.
    expect(ids({ birthDate: '2014-11-22' })).not.toContain('PREGNANCY');
    expect(ids({ vaccines: ['0202'] })).not.toContain('LIVE');
    expect(ids({ vaccines: ['0202', '1201'] })).toContain('LIVE');
    expect(ids({ vaccines: [] })).toContain('LIVE');
  });

  it('advise by the gravest answer and name those that speak against going on', () => {
    expect(advise(['FEVER', 'no'], ['COUGH', 'no'])).toEqual({ conclusion: 'go', because: [] });
    expect(advise(['COUGH', 'yes'])).toEqual({ conclusion: 'ask_doctor', because: ['COUGH'] });
    expect(advise(['COUGH', 'yes'], ['FEVER', 'yes'])).toEqual({ conclusion: 'postpone', because: ['FEVER', 'COUGH'] });
    expect(advise(['C01', 'yes'], ['FEVER', 'yes']).conclusion).toBe('contraindicated');
    expect(advise(['C01', 'unknown'])).toEqual({ conclusion: 'ask_doctor', because: ['C01'] });
  });

  it('are not done while one has no answer', () => {
    expect(unanswered(RULES.slice(0, 2), [{ question: 'COUGH', value: 'no' }])).toEqual(['FEVER']);
  });
});

describe('Q-18 the record of a dose', () => {
  it('lacks what is empty, in the order of the list, and nothing that is not asked about', () => {
    const whole = {
      product: 'p',
      lot: 'L1',
      dose_number: 1,
      site: 'left_thigh',
      route: 'IM',
      trace_code: '8'.repeat(20),
    };
    expect(missingDoseFields(whole)).toEqual([]);
    expect(missingDoseFields({ ...whole, trace_code: null, lot: '', dose_number: undefined })).toEqual([
      'lot',
      'dose_number',
      'trace_code',
    ]);
    expect(missingDoseFields({ ...whole, document: null })).toEqual(['document']);
  });
});
