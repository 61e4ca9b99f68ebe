import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { scheduleDocument } from '@miaoben/tests/support/schedule-document';
import { describe, expect, it } from 'vitest';
import { checkScheduleFormat, ScheduleFormatError } from '../index.ts';

type Json = Record<string, unknown>;

/** The document with the member at a path replaced, or removed. */
function changed(path: string, value?: unknown): unknown {
  const document = scheduleDocument<Json>();
  const keys = path.split(/[.[\]]+/).filter((k) => k !== '' && k !== '$');
  const last = keys.pop()!;
  let at: Json = document;
  for (const key of keys) at = at[key] as Json;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return document;
}

describe('the format of the schedule document', () => {
  it('holds for the reference data', () => {
    expect(() => checkScheduleFormat(nipSchedule())).not.toThrow();
  });

  it.each([
    ['a misspelt part', '$.nonnip', []],
    ['a misspelt member of a series', '$.series[0].combinationcodes', ['2001']],
    ['a misspelt member of a dose', '$.series[0].doses[1].minage', 'P1M'],
    ['a misspelt member of an interval', '$.series[0].doses[1].minIntervals[0].minimum', 'P28D'],
    ['a misspelt member of an option', '$.series[6].options[0].code', '1801'],
    ['a misspelt member of a version', '$.scheduleVersions[0].effectivefrom', '2021-03-01'],
    ['a misspelt general rule', '$.generalRules.livelive', {}],
    ['a misspelt member of a general rule', '$.generalRules.liveLive.mininterval', 'P28D'],
    ['a misspelt member of a health state', '$.specialHealth.contraindications[0].forbid', []],
    ['a misspelt member of a vaccine outside', '$.nonNip[0].agefrom', 'P12M'],
    ['a misspelt member of a further table', '$.nonNip[3].catchUp[0].startfrom', 'P7M'],
    ['a misspelt member of a label dose', '$.nonNip[6].doses[0].maxage', 'P12W'],
    ['a misspelt rule of rabies', '$.nonNip[17].rules[0].vaccines', ['II']],
    ['a misspelt member of a key population vaccine', '$.keyPopulationVaccines[0].agerange', {}],
    ['a length that is none', '$.series[2].doses[0].minAge', '2 months'],
    ['a day that is none', '$.scheduleVersions[0].effectiveFrom', '2021-02-30'],
    ['a number as text', '$.nonNip[0].doses[0].dose', '1'],
    ['a code of three digits', '$.nonNip[0].codes[0]', '220'],
    ['a code that is in no table', '$.nonNip[0].codes[0]', '2299'],
    ['a mark nobody explains', '$.series[0].doses[0].source', 'S99'],
    ['a mark nobody explains in a part', '$.nonNip[0].healthRowSource', 'S99'],
    ['an unknown series among alternatives', '$.alternatives[0].series[0]', 'RV'],
    ['an id twice', '$.nonNip[1].id', 'VarV'],
  ])('refuses %s with its path', (_name, path, value) => {
    const wrong = changed(path, value);
    expect(() => checkScheduleFormat(wrong)).toThrow(ScheduleFormatError);
    expect(() => checkScheduleFormat(wrong)).toThrow(`schedule data at ${path}:`);
  });

  it.each([
    '$.series[0].codes',
    '$.series[0].doses[0].minAge',
    '$.generalRules.liveLive.minInterval',
    '$.nonNip[0].id',
    '$.nonNip[3].catchUp[0].startFrom',
    '$.specialHealth.hivMatrix.rows',
    '$.vaccineCodes[0].code',
  ])('misses %s when it is gone', (path) => {
    expect(() => checkScheduleFormat(changed(path))).toThrow(`schedule data at ${path}:`);
  });
});
