import { describe, expect, it } from 'vitest';
import { notReadyFor, placeOn, pointsOn } from './sessions.ts';

const DAY = '2026-11-21';
const session = (day: string, point: string, cancelled = false) => ({
  id: `${day} ${point}`,
  day,
  point,
  address: null,
  team: ['马秀英'],
  vaccines: [{ code: '0202', name: '乙肝疫苗' }],
  cancelled,
});
const codes = {
  clinicSettings: { observationMinutes: 30, points: ['一号台'] },
  vaccinationSessions: [session(DAY, '城关小学'), session(DAY, '二小', true), session('2026-11-22', '三小')],
};

describe('H-11 H-09 where a device stands', () => {
  it('is a point of the clinic or a temporary one of that day; what was chosen for another day is none', () => {
    expect(pointsOn(codes, DAY)).toEqual(['一号台', '城关小学']);
    expect(placeOn(codes, '城关小学', DAY)).toMatchObject({ point: '城关小学', session: { day: DAY } });
    expect(placeOn(codes, '一号台', DAY)).toEqual({ point: '一号台', session: null });
    for (const chosen of ['二小', '三小', ''])
      expect(placeOn(codes, chosen, DAY)).toEqual({ point: null, session: null });
    // A pack of an earlier release.
    expect(placeOn({ clinicSettings: codes.clinicSettings }, '一号台', DAY).point).toBe('一号台');
  });

  it('is ready for tomorrow with a pack of today', () => {
    const points = (takenAt: number | null) => notReadyFor(codes, DAY, takenAt).map(({ point }) => point);
    expect(points(null)).toEqual(['三小']);
    expect(points(Date.parse('2026-11-20T10:00:00Z'))).toEqual(['三小']);
    expect(points(Date.parse('2026-11-21T10:00:00Z'))).toEqual([]);
    expect(notReadyFor(codes, '2026-11-22', null)).toEqual([]);
  });
});
