import { expect, it } from 'vitest';
import { vaccinesOnPaper } from './vaccines-on-paper.ts';

const VACCINES = [
  '皮内注射用卡介苗',
  '重组乙型肝炎疫苗（CHO细胞）',
  '重组乙型肝炎疫苗（酿酒酵母）',
  '脊髓灰质炎灭活疫苗',
  '麻腮风联合减毒活疫苗',
  '麻疹腮腺炎联合减毒活疫苗',
  '甲型乙型肝炎联合疫苗',
].map((name, i) => ({ code: String(i), name }));
const codes = (text: string) => vaccinesOnPaper(text, VACCINES).map(({ code }) => code);

it('Q-05 J-10 a booklet names a vaccine in full, in short, in short for several, or not at all', () => {
  expect(codes('重组乙型肝炎疫苗(酿酒酵母)')).toEqual(['2']);
  expect([codes('卡介苗'), codes('脊灰灭活疫苗'), codes('麻腮风')]).toEqual([['0'], ['3'], ['4']]);
  expect(codes('乙肝疫苗')).toEqual(['1', '2', '6']);
  expect([codes('疫苗'), codes('轮状病毒疫苗')]).toEqual([[], []]);
});
