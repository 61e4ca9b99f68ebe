import { expect, it } from 'vitest';
import { type Asked, casesPath, narrowedTo } from './drill.ts';

const asked: Asked = {
  division: '63',
  from: '2026-10-15',
  to: '2026-12-31',
  unit: null,
  vaccine: null,
  cause: null,
  isSerious: null,
};

it('a row narrows what was asked to what it stands for', () => {
  expect(narrowedTo(asked, 'division', '630121')).toEqual({ ...asked, division: '630121' });
  expect(narrowedTo(asked, 'unit', 'u')).toEqual({ ...asked, unit: 'u' });
  expect(narrowedTo(asked, 'vaccine', '0201')).toEqual({ ...asked, vaccine: '0201' });
  // The first and the last month may be cut by the days that are asked for.
  expect(narrowedTo(asked, 'month', '2026-10')).toEqual({ ...asked, to: '2026-10-31' });
  expect(narrowedTo(asked, 'month', '2026-11')).toEqual({ ...asked, from: '2026-11-01', to: '2026-11-30' });
  expect(narrowedTo(asked, 'age', '60+')).toBeNull();
  expect(narrowedTo(asked, 'lot', '')).toBeNull();
});

it('a figure leads to the list of its cases', () => {
  expect(casesPath(asked)).toBe('/aefi?division=63&from=2026-10-15&to=2026-12-31');
  expect(casesPath({ ...narrowedTo(asked, 'lot', 'P1:A:1')!, isSerious: false, isLate: true })).toBe(
    '/aefi?division=63&from=2026-10-15&to=2026-12-31&serious=false&late=true&product=P1&lot=A%3A1',
  );
});
