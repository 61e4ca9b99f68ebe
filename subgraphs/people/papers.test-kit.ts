import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

const FONT = join(
  dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-serif-sc/package.json')),
  '400Regular/NotoSerifSC_400Regular.ttf',
);

/** A text at a place of a paper. */
type Line = readonly [text: string, x: number, y: number];

async function paper(lines: readonly Line[], size: { width: number; height: number }): Promise<Buffer> {
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
    .composite(drawn)
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

/** As a hand that trembles takes it. */
export const blurred = (png: Buffer): Promise<Buffer> => sharp(png).blur(6).png().toBuffer();
/** As it comes from a phone that was not held straight. */
export const tilted = (png: Buffer): Promise<Buffer> =>
  sharp(png).rotate(3, { background: '#eef4f8' }).jpeg().toBuffer();
