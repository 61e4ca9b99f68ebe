import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

const FONT = join(
  dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-serif-sc/package.json')),
  '400Regular/NotoSerifSC_400Regular.ttf',
);

/** A text at a place of a paper. */
type Line = readonly [text: string, x: number, y: number];

/** The printed rules of a table: y of its rows, x of its columns. */
interface Grid {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

function ruled({ rows, columns }: Grid, { width, height }: { width: number; height: number }): Buffer {
  const [top = 0, bottom = 0] = [rows[0], rows.at(-1)];
  const [left = 0, right = 0] = [columns[0], columns.at(-1)];
  const across = rows.map((y) => `<path d="M${left} ${y}H${right}"/>`);
  const down = columns.map((x) => `<path d="M${x} ${top}V${bottom}"/>`);
  return Buffer.from(
    `<svg width="${width}" height="${height}"><g stroke="#333" stroke-width="2">${[...across, ...down].join('')}</g></svg>`,
  );
}

async function paper(
  lines: readonly Line[],
  size: { width: number; height: number },
  grid: Grid | null = null,
): Promise<Buffer> {
  const drawn = await Promise.all(
    lines.map(async ([text, left, top]) => ({
      input: await sharp({
        text: {
          text: `<span foreground="black">${text}</span>`,
          font: 'Noto Serif SC',
          fontfile: FONT,
          dpi: 200,
          rgba: true,
        },
      })
        .png()
        .toBuffer(),
      left,
      top,
    })),
  );
  return sharp({ create: { ...size, channels: 3, background: '#eef4f8' } })
    .composite([...(grid ? [{ input: ruled(grid, size), left: 0, top: 0 }] : []), ...drawn])
    .png()
    .toBuffer();
}

/** The face of an ID card of somebody who does not exist. */
export const idCard = (of: {
  name: string;
  sex: string;
  birth: string;
  address: readonly [string, string];
  number: string;
}) =>
  paper(
    [
      [`姓名 ${of.name}`, 60, 60],
      [`性别 ${of.sex}`, 60, 130],
      ['民族 汉', 300, 130],
      [`出生 ${of.birth}`, 60, 200],
      [`住址 ${of.address[0]}`, 60, 270],
      [of.address[1], 140, 330],
      [`公民身份号码 ${of.number}`, 60, 450],
    ],
    { width: 1_100, height: 560 },
  );

/** The upper half of a 出生医学证明 of a child that does not exist. */
export const birthCertificate = (of: {
  name: string;
  sex: string;
  birth: string;
  number: string;
  mother: readonly [name: string, number: string];
  father: readonly [name: string, number: string];
  address: string;
}) =>
  paper(
    [
      ['出生医学证明', 480, 40],
      [`新生儿姓名 ${of.name}`, 60, 140],
      [`性别 ${of.sex}`, 600, 140],
      [`出生时间 ${of.birth} 10 时 20 分`, 60, 210],
      [`母亲姓名 ${of.mother[0]}`, 60, 290],
      ['年龄 31', 600, 290],
      [`有效身份证件号码 ${of.mother[1]}`, 60, 360],
      [`住址 ${of.address}`, 60, 430],
      [`父亲姓名 ${of.father[0]}`, 60, 510],
      ['年龄 33', 600, 510],
      [`有效身份证件号码 ${of.father[1]}`, 60, 580],
      [`出生证编号 ${of.number}`, 600, 680],
    ],
    { width: 1_300, height: 800 },
  );

/** A card of a 户口簿 (常住人口登记卡) of somebody who does not exist: a table with most of its cells empty. */
export const householdCard = (of: {
  name: string;
  relation: string;
  sex: string;
  birth: string;
  number: string;
  place: string;
}) =>
  paper(
    [
      ['常住人口登记卡', 420, 40],
      ['姓名', 70, 150],
      [of.name, 330, 150],
      ['户主或与户主关系', 640, 150],
      [of.relation, 1_040, 150],
      ['曾用名', 70, 230],
      ['性别', 640, 230],
      [of.sex, 1_040, 230],
      ['出生地', 70, 310],
      [of.place, 330, 310],
      ['民族', 640, 310],
      ['汉族', 1_040, 310],
      ['籍贯', 70, 390],
      [of.place, 330, 390],
      ['出生日期', 640, 390],
      [of.birth, 1_040, 390],
      ['其他住址', 70, 470],
      ['宗教信仰', 640, 470],
      ['公民身份证件编号', 70, 550],
      [of.number, 500, 550],
      ['身高', 1_040, 550],
      ['文化程度', 70, 630],
      ['婚姻状况', 640, 630],
    ],
    { width: 1_420, height: 760 },
    { rows: [130, 210, 290, 370, 450, 530, 610, 690], columns: [50, 1_380] },
  );

/** A page of a 预防接种证 of a child that does not exist. */
export const bookletPage = (of: {
  name: string;
  sex: string;
  birth: string;
  barcode: string;
  doses: readonly (readonly [vaccine: string, number: string, day: string, lot: string, unit: string])[];
}) =>
  paper(
    [
      ['预防接种证', 620, 30],
      [`儿童姓名 ${of.name}`, 60, 120],
      [`性别 ${of.sex}`, 560, 120],
      [`出生日期 ${of.birth}`, 800, 120],
      [`接种证编号 ${of.barcode}`, 60, 200],
      ...['疫苗名称', '剂次', '接种日期', '疫苗批号', '接种单位'].map((head, i): Line => [head, COLUMNS[i]! + 15, 300]),
      ...of.doses.flatMap((dose, row) => dose.map((text, i): Line => [text, COLUMNS[i]! + 15, 380 + row * 80])),
    ],
    { width: 1_600, height: 420 + of.doses.length * 80 },
    { rows: Array.from({ length: of.doses.length + 2 }, (_, row) => 280 + row * 80), columns: COLUMNS },
  );
/** Where the columns of a booklet stand. */
const COLUMNS = [50, 420, 540, 830, 1_130, 1_560];

/** As a hand that trembles takes it. */
export const blurred = (png: Buffer): Promise<Buffer> => sharp(png).blur(6).png().toBuffer();
/** As it comes from a phone that was not held straight. */
export const tilted = (png: Buffer): Promise<Buffer> =>
  sharp(png).rotate(3, { background: '#eef4f8' }).jpeg().toBuffer();
