import { describe, expect, it } from 'vitest';
import { chooseFor, grouping, groupingsOf, type Reader, report, reportsOf } from './choice.ts';
import { cutOf, itemsPath, type Row } from './drill.ts';

const row = (changes: Partial<Row>): Row => ({
  division: null,
  organisation: null,
  population: null,
  period: null,
  counts: [],
  before: null,
  ...changes,
});
const SPAN = { from: '2026-09-10', to: '2026-11-20' };

describe('the rows behind a figure', () => {
  it.each([
    ['division', row({ division: { code: '630121', name: '大通' } }), '/statistics/630121/generated'],
    ['organisation', row({ organisation: { id: 'a', name: '门诊' } }), '/statistics/63/generated?organisation=a'],
    ['population', row({ population: 'adult' }), '/statistics/63/generated?population=adult'],
    ['day', row({ period: '2026-10-01' }), '/statistics/63/generated?from=2026-10-01&to=2026-10-01'],
    ['month', row({ period: '2026-10' }), '/statistics/63/generated?from=2026-10-01&to=2026-10-31'],
    ['month', row({ period: '2026-09' }), '/statistics/63/generated?from=2026-09-10&to=2026-09-30'],
    ['month', row({ period: '2026-11' }), '/statistics/63/generated?from=2026-11-01&to=2026-11-20'],
  ] as const)('Q-134 Q-135 of a row by %s', (by, of, path) => {
    expect(itemsPath('63', 'generated', cutOf(of, by, SPAN)!)).toBe(path);
  });

  it('Q-133 has none for the holders themselves, whom no question names', () => {
    expect(cutOf(row({}), 'organisation', SPAN)).toBeNull();
    expect(itemsPath('63', 'used')).toBe('/statistics/63/used');
  });
});

describe('what is offered to whom', () => {
  const cdc: Reader = { role: 'cdc', kind: 'cdc' };
  const clinic: Reader = { role: 'vaccinator', kind: 'clinic' };
  const school: Reader = { role: 'school_checker', kind: 'school' };
  const department: Reader = { role: 'school_checker', kind: 'education' };

  it('Q-132 Q-133 Q-137 Q-138 each unit its own reports, an education department the checks by school', () => {
    expect([cdc, clinic, school, department].map((reader) => reportsOf(reader).join(' '))).toEqual([
      'issuance use total voided newborn school',
      'total issuance voided newborn use',
      'school use',
      'school',
    ]);
    expect(groupingsOf(clinic, 'total')).toEqual(['month', 'day', 'population']);
    expect(groupingsOf(clinic, 'newborn')).toEqual(['month', 'day']);
    expect(groupingsOf(department, 'school')).toEqual(['division', 'organisation', 'day', 'month']);
  });

  it('Q-138 puts a choice the reader does not have to one it has', () => {
    report.value = 'total';
    grouping.value = 'division';
    chooseFor(school);
    expect([report.value, grouping.value]).toEqual(['school', 'month']);
    chooseFor(cdc);
    expect([report.value, grouping.value]).toEqual(['school', 'month']);
  });
});
