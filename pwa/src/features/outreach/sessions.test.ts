import { describe, expect, it } from 'vitest';
import { givenAt, notReadyFor, offeredAt, placeOn, pointsOn } from './sessions.ts';

const DAY = '2026-11-21';
const session = (day: string, point: string, cancelled = false) => ({
  id: `${day} ${point}`,
  day,
  point,
  address: null,
  team: ['马秀英'],
  staff: [{ id: 'nurse', displayName: '李梅' }],
  vaccines: [{ code: '0202', name: '乙肝疫苗' }],
  cancelled,
});
const ANYBODYS = { name: '一号台', staff: [], vaccines: [] };
const OTHERS = {
  name: '二号台',
  staff: [{ id: 'colleague', displayName: '祁生莲' }],
  vaccines: [{ code: '1201', name: '麻腮风疫苗' }],
};
const codes = {
  clinicSettings: { observationMinutes: 30, points: ['一号台', '二号台'], pointLists: [ANYBODYS, OTHERS] },
  vaccinationSessions: [session(DAY, '城关小学'), session(DAY, '二小', true), session('2026-11-22', '三小')],
};

const points = (day: string, account = 'nurse') => pointsOn(codes, day, account);
const place = (chosen: string, account = 'nurse') => placeOn(codes, chosen, DAY, account);

describe('H-11 H-09 where a device stands', () => {
  it('is a point of the clinic or a temporary one of that day; what was chosen for another day is none', () => {
    expect(points(DAY)).toEqual(['一号台', '城关小学']);
    expect(place('城关小学')).toMatchObject({ point: '城关小学', session: { day: DAY } });
    expect(place('一号台')).toEqual({ point: '一号台', session: null });
    for (const chosen of ['二小', '三小', '二号台', '']) expect(place(chosen)).toEqual({ point: null, session: null });
    // A pack of an earlier release.
    const { pointLists: _, ...named } = codes.clinicSettings;
    expect(placeOn({ clinicSettings: named }, '二号台', DAY, 'nurse').point).toBe('二号台');
  });

  it('is a point of her own: one with a list of staff is offered to those on it', () => {
    expect(points(DAY, 'colleague')).toEqual(['一号台', '二号台']);
    expect(place('二号台', 'colleague').point).toBe('二号台');
    expect(place('城关小学', 'colleague')).toEqual({ point: null, session: null });
  });

  it('says what is given there: a plan offers the vaccines of the point alone', () => {
    const plan = [
      { series: 'MMR', vaccines: [{ code: '1201' }, { code: '1202' }] },
      { series: 'HepB', vaccines: [{ code: '0202' }] },
    ];
    const offered = (point: string | null) =>
      offeredAt(plan, givenAt(codes, point, DAY)).map(({ vaccines }) => vaccines.map(({ code }) => code));
    expect(offered('二号台')).toEqual([['1201'], []]);
    expect(offered('城关小学')).toEqual([[], ['0202']]);
    for (const open of ['一号台', null, '二小']) expect(offered(open)).toEqual([['1201', '1202'], ['0202']]);
  });

  it('is ready for tomorrow with a pack of today', () => {
    const lacking = (takenAt: number | null) => notReadyFor(codes, DAY, takenAt).map(({ point }) => point);
    expect(lacking(null)).toEqual(['三小']);
    expect(lacking(Date.parse('2026-11-20T10:00:00Z'))).toEqual(['三小']);
    expect(lacking(Date.parse('2026-11-21T10:00:00Z'))).toEqual([]);
    expect(notReadyFor(codes, '2026-11-22', null)).toEqual([]);
  });
});
