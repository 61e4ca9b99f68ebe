import { residentIdCheckCharacter } from '@miaoben/identifiers';

/** Header of a table of health certificates (健康证), as a sending system writes it. */
export const HEADER = [
  '人员姓名',
  '证件类型',
  '证件号码',
  '性别',
  '年龄',
  '手机号码',
  '发证类别',
  '健康证名称',
  '健康证编码',
  '颁证单位',
  '体检机构',
  '有效期-开始',
  '有效期-截止',
  '体检日期',
] as const;
export type Row = Partial<Record<(typeof HEADER)[number] | '有效标志' | '文件号' | '原行号', string>>;

const FAMILY = '王李张刘陈杨赵黄周吴马祁才旦'.split('');
const GIVEN = '海明文秀芳建国玉兰生莲志强晓丽子轩'.split('');

const day = (n: number): string => new Date(Date.UTC(1960, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);

/** A valid certificate; the same for the same number of person. */
export function certificate(i: number, more: Row = {}): Row {
  const birth = day((i * 7_919) % 16_000);
  const sequence = String((i % 499) * 2 + 1 + (Math.floor(i / 499) % 2)).padStart(3, '0');
  const county = `63${String(10_1 + (Math.floor(i / 16_000) % 800)).padStart(4, '0')}`;
  const first17 = `${county}${birth.replaceAll('-', '')}${sequence}`;
  const number = first17 + residentIdCheckCharacter(first17);
  const month = String((i % 9) + 1).padStart(2, '0');
  return {
    人员姓名: `${FAMILY[i % FAMILY.length]}${GIVEN[(i * 3) % GIVEN.length]}${GIVEN[(i * 7) % GIVEN.length]}`,
    证件类型: '居民身份证',
    证件号码: number,
    性别: Number(first17[16]) % 2 === 1 ? '男' : '女',
    年龄: String(20 + (i % 40)),
    手机号码: `13${String(100_000_000 + i)}`,
    发证类别: ['食品', '公共场所', '化妆品', '饮用水'][i % 4] ?? '食品',
    健康证名称: '从业人员健康证明',
    健康证编码: `QH2026${String(i).padStart(9, '0')}`,
    颁证单位: '大通县疾病预防控制中心',
    体检机构: '大通县人民医院',
    '有效期-开始': `2026-${month}-10`,
    '有效期-截止': `2027-${month}-09`,
    体检日期: `2026-${month}-08`,
    ...more,
  };
}

const cell = (text: string): string => (/[",\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The table as .csv text. */
export function csvOf(rows: Iterable<Row>, columns: readonly string[] = HEADER): string {
  let text = `${columns.join(',')}\n`;
  for (const row of rows) text += `${columns.map((c) => cell(row[c as keyof Row] ?? '')).join(',')}\n`;
  return text;
}
