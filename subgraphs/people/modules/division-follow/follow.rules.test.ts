import { expect, it } from 'vitest';
import { followed } from './follow.rules.ts';

it('J-09 goes with a split by the name of a village, whole where little is left of it', () => {
  const where = (village: string, residenceAddress: string) =>
    followed({ residence: '630121204', registeredDivision: null, residenceAddress, managingOrgId: 'unit' }, [
      { from: '630121204', to: '630121205', only: { villages: [village], units: [] } },
    ]).residence;
  expect(where('东街村民委员会', '朔北乡东街12号')).toBe('630121205');
  expect(where('东街村民委员会', '朔北乡西街12号')).toBe('630121204');
  // 一 and nothing at all stand in every address.
  expect(where('一村', '朔北乡三村一组')).toBe('630121204');
  expect(where('一村', '朔北乡一村2号')).toBe('630121205');
  expect(where('社区', '朔北乡三村')).toBe('630121204');
});
