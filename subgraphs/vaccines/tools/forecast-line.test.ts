import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Forecaster } from './forecast-line.ts';

const forecaster = new Forecaster(nipSchedule());
const answer = (line: object | string) =>
  forecaster.answer(typeof line === 'string' ? line : JSON.stringify(line)) as unknown as Record<string, unknown>;
const CASE = { id: '1', birthDate: '2026-09-01', sex: 'F', division: '630102', asOf: '2026-11-20' };
const PROGRAMME = ['HepB', 'BCG', 'Polio', 'DTaP', 'DT', 'MMR', 'JE', 'MPSV-A', 'MPSV-AC', 'HepA', 'HPV'];

describe('a line of the forecast command', () => {
  it('Q-17 names the programme first, in every version, then the vaccines outside it by the names of the data', () => {
    for (const schedule of ['current', 'NIP-2021', 'NIP-2021-DTaP5', 'NIP-2021-DTaP5-HPV', 'NIP-2026']) {
      const { series } = answer({ ...CASE, schedule }) as { series: { series: string }[] };
      const names = series.map((s) => s.series);
      expect(names.slice(0, PROGRAMME.length)).toEqual(PROGRAMME);
      expect(names).toEqual(
        expect.arrayContaining(nipSchedule().nonNip.flatMap((vaccine) => ('codes' in vaccine ? vaccine.id : []))),
      );
    }
  });

  it('gives the doses back in the order given, one without a day as NO_DATE', () => {
    const doses = [
      { date: '2026-10-05', vaccine: '0201' },
      { vaccine: '0201' },
      { date: '2026-09-01', vaccine: '0101' },
    ];
    expect(answer({ ...CASE, doses }).doses).toMatchObject([
      { date: '2026-10-05', vaccine: '0201', clinicallyValid: true, countedForCoverage: true, reasons: [] },
      { date: null, vaccine: '0201', clinicallyValid: false, countedForCoverage: false, reasons: ['NO_DATE'] },
      { date: '2026-09-01', vaccine: '0101', clinicallyValid: true },
    ]);
  });

  it('takes null for a member that is left out', () => {
    const nothing = {
      sex: null,
      division: null,
      conditions: null,
      birthWeightG: null,
      observations: null,
      doses: null,
    };
    const { id, birthDate, asOf } = CASE;
    expect(answer({ id, birthDate, asOf, ...nothing })).toEqual(answer({ id, birthDate, asOf }));
  });

  it.each([
    ['{', { id: null, error: { code: 'NOT_JSON' } }],
    ['null', { id: null, error: { code: 'BAD_FIELD', field: '' } }],
    [
      { ...CASE, birthDate: '2026-02-30' },
      { id: '1', error: { code: 'BAD_FIELD', field: 'birthDate' } },
    ],
    [
      { ...CASE, sex: 'female' },
      { id: '1', error: { code: 'BAD_FIELD', field: 'sex' } },
    ],
    [
      { ...CASE, schedule: 'NIP-1978' },
      { id: '1', error: { code: 'UNKNOWN_SCHEDULE', field: 'schedule' } },
    ],
    [
      { ...CASE, doses: [{ date: '2026-13-01', vaccine: '0201' }] },
      { id: '1', error: { code: 'BAD_FIELD', field: 'doses.0.date' } },
    ],
  ])('answers %j with the field that is wrong', (line, expected) => {
    expect(answer(line)).toMatchObject(expected);
  });

  it('never fails, whatever the line', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('2026-01-01', 'F', '0201', 'current'));
    const keys = ['id', 'birthDate', 'sex', 'division', 'asOf', 'schedule', 'conditions', 'observations', 'doses'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), value), fc.string(), (json, text) => {
        expect(answer({ ...CASE, ...json })).toHaveProperty('id');
        expect(answer(text)).toHaveProperty('id');
      }),
      { numRuns: 300 },
    );
  });
});
