import { describe, expect, it } from 'vitest';
import { byClass, countVerdicts, filterPupils, needsNotice, type Pupil, rosterEntries } from './roster.ts';

const pupil = (number: number, part: Partial<Pupil> = {}): Pupil => ({
  number,
  name: '马小明',
  birthDate: '2020-03-15',
  grade: '一年级',
  className: '1班',
  verdict: 'complete',
  missing: [],
  findings: [],
  cells: [],
  reasons: [],
  pupilId: null,
  ...part,
});

describe('the roster of a check', () => {
  it('Q-77 groups pupils by class in the order people count, those without a class last', () => {
    const classes = byClass([
      pupil(1, { className: '10班' }),
      pupil(2, { grade: null, className: null }),
      pupil(3, { className: '2班' }),
      pupil(4, { className: '10班' }),
    ]);
    expect(classes.map(({ name, pupils }) => [name, pupils.map(({ number }) => number)])).toEqual([
      ['一年级 2班', [3]],
      ['一年级 10班', [1, 4]],
      ['', [2]],
    ]);
  });

  it('filters by verdict, class and part of the name together', () => {
    const pupils = [
      pupil(1, { verdict: 'no_file' }),
      pupil(2, { verdict: 'no_file', name: '祁秀兰' }),
      pupil(3, { verdict: 'no_file', className: null, grade: null }),
    ];
    const numbers = (filter: Parameters<typeof filterPupils>[1]) => filterPupils(pupils, filter).map((p) => p.number);
    expect(numbers({ verdict: null, className: null, text: '' })).toEqual([1, 2, 3]);
    expect(numbers({ verdict: 'no_file', className: '一年级 1班', text: ' 秀 ' })).toEqual([2]);
    expect(numbers({ verdict: null, className: '', text: '' })).toEqual([3]);
    expect(numbers({ verdict: 'complete', className: null, text: '' })).toEqual([]);
  });

  it('Q-77 counts add up to the list', () => {
    const counts = countVerdicts([pupil(1), pupil(2, { verdict: 'missing_doses' }), pupil(3)]);
    expect(counts).toEqual({
      complete: 2,
      missing_doses: 1,
      no_file: 0,
      postponed: 0,
      not_yet_due: 0,
      candidate: 0,
      to_mend: 0,
    });
  });

  it('J-135 offers for matching only pupils whose birth date could be read', () => {
    expect(rosterEntries([pupil(7), pupil(8, { birthDate: null, verdict: 'to_mend' })])).toEqual([
      { ref: '7', name: '马小明', birthDate: '2020-03-15', idNumber: null },
    ]);
  });

  it('sends notices home for missing doses and missing files, for nothing else', () => {
    const verdicts = [
      'complete',
      'missing_doses',
      'no_file',
      'postponed',
      'not_yet_due',
      'candidate',
      'to_mend',
    ] as const;
    expect(verdicts.filter((verdict) => needsNotice({ verdict }))).toEqual(['missing_doses', 'no_file']);
  });
});
