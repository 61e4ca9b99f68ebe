import { describe, expect, it } from 'vitest';
import { readXlsx } from '../../data/read-sheet.ts';
import { readStaff, staffOf, staffSheet, staffTemplate } from './staff-sheet.ts';

describe('the staff list of an employer', () => {
  it('J-58 takes name and number of each row under the heading, and says where it stands', () => {
    expect(
      staffOf([
        ['姓名', '证件号码'],
        [' 马海明 ', '63012119900307123x', '厨师'],
        [null, undefined],
        ['李秀英', 630121198512],
        ['无号', null],
      ]),
    ).toEqual([
      { line: 2, name: '马海明', documentNumber: '63012119900307123X' },
      { line: 4, name: '李秀英', documentNumber: '630121198512' },
      { line: 5, name: '无号', documentNumber: '' },
    ]);
    expect(staffOf([])).toEqual([]);
  });

  it('J-58 writes the verdicts as a sheet of texts, so that no number loses digits', async () => {
    const heads = ['姓名', '证件号码', '结论'];
    const rows = [
      ['马海明', '630121********1230', '有效'],
      ['李秀英', '630121********0024', '没有查到'],
    ];
    const file = await staffSheet(heads, rows);
    const { sheets } = await readXlsx(new Uint8Array(await file.arrayBuffer()));
    expect(sheets[0]?.rows).toEqual([heads, ...rows]);
  });

  it('J-58 reads its own template back as empty, and refuses what is no workbook', async () => {
    expect(await readStaff(await staffTemplate(['姓名', '证件号码']))).toEqual([]);
    await expect(readStaff(new Blob(['name,number']))).rejects.toThrow();
  });
});
