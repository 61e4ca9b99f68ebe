import { describe, expect, it } from 'vitest';
import { byTurn, type Child, turnOf } from './turn.ts';

type Forecast = Child['plan']['series'][number];
const forecast = (series: string, status: Forecast['status'], recommended: string | null): Forecast => ({
  series,
  seriesName: series,
  status,
  dose: 1,
  dosesNeeded: 2,
  recommended,
  overdueFrom: null,
});
const child = (name: string, series: Forecast[], nextDate: string | null = null): Child => ({
  id: name,
  name,
  sex: 'F',
  birthDate: '2025-01-01',
  plan: { asOf: '2026-11-21', nextDate, series },
  certificate: null,
});

describe('whose turn it is', () => {
  it('a late dose comes first, with what can be given on the same visit', () => {
    const turn = turnOf(child('a', [forecast('HepA', 'due', '2026-11-20'), forecast('MMR', 'overdue', '2026-10-01')]));
    expect(turn.state).toBe('overdue');
    expect(turn.doses.map(({ series }) => series)).toEqual(['MMR', 'HepA']);
    expect(turn.date).toBe('2026-10-01');
  });

  it('else the next date and the doses of that day', () => {
    const series = [forecast('JE', 'not_yet', '2027-01-05'), forecast('DTaP', 'not_yet', '2027-03-01')];
    const turn = turnOf(child('a', series, '2027-01-05'));
    expect(turn).toMatchObject({ state: 'later', date: '2027-01-05' });
    expect(turn.doses.map(({ series: name }) => name)).toEqual(['JE']);
  });

  it('a dose that is contraindicated is nobody’s turn', () => {
    expect(turnOf(child('a', [forecast('MMR', 'contraindicated', '2026-10-01')])).state).toBe('done');
  });

  it('sorts the children by urgency, then by date', () => {
    const done = child('done', []);
    const later = child('later', [forecast('JE', 'not_yet', '2027-01-05')], '2027-01-05');
    const due = child('due', [forecast('MMR', 'due', '2026-11-20')]);
    const late = child('late', [forecast('MMR', 'overdue', '2026-10-01')]);
    expect([done, later, due, late].sort(byTurn).map(({ name }) => name)).toEqual(['late', 'due', 'later', 'done']);
  });
});
