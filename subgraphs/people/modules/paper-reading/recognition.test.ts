import { PDFDocument } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { idNumber } from '../../id-number.test-kit.ts';
import { birthCertificate, bookletPage, householdCard, idCard } from '../../papers.test-kit.ts';
import { fieldsOf, type PaperKind } from './fields.rules.ts';
import { LocalRecogniser } from './local-recogniser.ts';

// One thread for all: what it takes to start is most of a test. Patient, for the machine may be busy.
const recogniser = new LocalRecogniser({ waiting: 10, ms: 120_000 });
afterAll(() => recogniser.stop());
const TODAY = '2026-11-21';
const NUMBER = idNumber('2024-03-08', 61, 'F');
const CARD = {
  name: '甘小雨',
  sex: '女',
  birth: '2024 年 3 月 8 日',
  address: ['青海省西宁市城东区八一中路', '12号3单元501室'],
  number: NUMBER,
} as const;
const OF_THE_CARD = {
  name: '甘小雨',
  sex: 'F',
  birth_date: '2024-03-08',
  document_number: NUMBER,
  address: '青海省西宁市城东区八一中路12号3单元501室',
};

async function read(kind: PaperKind, file: Uint8Array) {
  const page = await recogniser.read(file);
  return { page, fields: fieldsOf(kind, page, TODAY) };
}
const valuesOf = (fields: readonly { field: string; value: string }[]) =>
  Object.fromEntries(fields.map(({ field, value }) => [field, value]));

/** Grain of a picture taken in poor light, the same each time: about normal, 25 of 255 wide. */
function grain(width: number, height: number): Buffer {
  let state = 20_261_130;
  const uniform = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const noise = Buffer.alloc(width * height * 3);
  for (const at of noise.keys())
    noise[at] = Math.round(128 + 25 * (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3));
  return noise;
}

describe('J-10 a paper', () => {
  it('of the sort of an ID card is read with its place and how sure it is, as PNG and PDF', {
    timeout: 90_000,
  }, async () => {
    const png = await idCard(CARD);
    const document = await PDFDocument.create();
    const page = document.addPage([550, 280]);
    page.drawImage(await document.embedPng(png), { x: 0, y: 0, width: 550, height: 280 });
    for (const file of [png, await document.save()]) {
      const { fields } = await read('id_card', file);
      expect(valuesOf(fields)).toEqual(OF_THE_CARD);
      expect(fields.filter(({ isSure }) => !isSure)).toEqual([]);
      const [name, number] = [fields[0]!.box, fields.find(({ field }) => field === 'document_number')!.box];
      expect(name.y).toBeLessThan(number.y);
      expect(name.x + name.width).toBeLessThan(1);
    }
  });

  it('of birth gives the child, both parents with their numbers, and its own number', { timeout: 60_000 }, async () => {
    const [mother, father] = [idNumber('1993-05-06', 12, 'F'), idNumber('1991-01-02', 14, 'M')];
    const { fields } = await read(
      'birth_certificate',
      await birthCertificate({
        name: '甘小雨',
        sex: '女',
        birth: '2026 年 3 月 8 日',
        number: 'X630012345',
        mother: ['马海兰', mother],
        father: ['甘文广', father],
        address: '青海省西宁市大通县桥头镇人民路8号',
      }),
    );
    expect(valuesOf(fields)).toEqual({
      name: '甘小雨',
      sex: 'F',
      birth_date: '2026-03-08',
      document_number: 'X630012345',
      mother_name: '马海兰',
      mother_number: mother,
      father_name: '甘文广',
      father_number: father,
      address: '青海省西宁市大通县桥头镇人民路8号',
    });
  });

  it('of a household is read out of its ruled table, with what the person is to the head', {
    timeout: 60_000,
  }, async () => {
    const { fields } = await read(
      'household_register',
      await householdCard({
        ...{ name: '甘小雨', relation: '长女', sex: '女', birth: '2024年3月8日' },
        ...{ number: NUMBER, place: '青海省西宁市' },
      }),
    );
    // The empty cells and the other labels are none of it: no address, though the card asks for one.
    expect(valuesOf(fields)).toEqual({
      ...{ name: '甘小雨', sex: 'F', birth_date: '2024-03-08', document_number: NUMBER, household_relation: '长女' },
    });
    expect(fields.filter(({ isSure }) => !isSure)).toEqual([]);
  });

  it('of doses is read row by row (Q-05)', { timeout: 60_000 }, async () => {
    const doses = [
      ['乙肝疫苗', '1', '2024-03-08', '202312045', '大通县人民医院'],
      ['百白破疫苗', '1', '2024-06-10', 'A202403027', '桥头镇中心卫生院'],
    ] as const;
    const { fields } = await read(
      'vaccination_booklet',
      await bookletPage({
        ...{ name: '甘小雨', sex: '女', birth: '2024-03-08', barcode: '630121202403080061', doses },
      }),
    );
    expect(valuesOf(fields.filter(({ dose }) => dose === null))).toEqual({
      ...{ name: '甘小雨', sex: 'F', birth_date: '2024-03-08', barcode: '630121202403080061' },
    });
    for (const [row, [vaccine, , day, lot, unit]] of doses.entries())
      expect(valuesOf(fields.filter(({ dose }) => dose === row + 1))).toEqual({
        ...{ vaccine, dose_date: day, lot_number: lot, unit },
      });
  });

  it('is turned upright, straightened, cropped and cleaned before it is read', { timeout: 120_000 }, async () => {
    const png = await idCard(CARD);
    const pictures = {
      turned: await sharp(await idCard(CARD))
        .rotate(90)
        .png()
        .toBuffer(),
      'on a dark table': await sharp(png)
        .extend({ top: 200, bottom: 150, left: 300, right: 100, background: '#30343a' })
        .jpeg()
        .toBuffer(),
      tilted: await sharp(png).rotate(4, { background: '#eef4f8' }).png().toBuffer(),
      grainy: await sharp(png)
        .composite([{ input: grain(1_100, 560), raw: { width: 1_100, height: 560, channels: 3 }, blend: 'hard-light' }])
        .jpeg()
        .toBuffer(),
    };
    for (const [how, file] of Object.entries(pictures)) {
      const { fields } = await read('id_card', file);
      expect(valuesOf(fields), how).toMatchObject({
        birth_date: OF_THE_CARD.birth_date,
        document_number: NUMBER,
      });
      // A character lost in the grain is told as unsure, for a person to look at beside the picture.
      const name = fields.find(({ field }) => field === 'name');
      if (how !== 'grainy' || name?.isSure) expect(name?.value, how).toBe(OF_THE_CARD.name);
    }
  });

  it('that is blurred, empty, no picture or too much is refused by a closed word', { timeout: 90_000 }, async () => {
    const png = await idCard(CARD);
    const fault = (file: Uint8Array) =>
      recogniser.read(file).then(
        () => 'read',
        (error: { fault: string }) => error.fault,
      );
    expect(await fault(await sharp(png).blur(6).png().toBuffer())).toBe('blurred');
    expect(await fault(Buffer.from('no picture'))).toBe('file_type');
    expect(await fault(png.subarray(0, 2_000))).toBe('file_type');
    expect(await fault(Buffer.from('%PDF-1.7 broken'))).toBe('file_type');
    const bar = { input: { create: { width: 300, height: 60, channels: 3 as const, background: '#000' } } };
    const bars = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#fff' } })
      .composite([
        { ...bar, left: 80, top: 90 },
        { ...bar, left: 420, top: 300 },
      ])
      .png()
      .toBuffer();
    expect(['no_text', 'blurred']).toContain(await fault(bars));
  });

  it('waits its turn, is refused when too many wait, and is given up after its time without holding up the next', {
    timeout: 60_000,
  }, async () => {
    const hasty = new LocalRecogniser({ waiting: 1, ms: 5 });
    const png = await idCard(CARD);
    const fault = (recogniser = hasty) =>
      recogniser.read(png).then(
        () => 'read',
        (error: { fault: string }) => error.fault,
      );
    expect(await Promise.all([fault(), fault(), fault()])).toEqual(['too_late', 'too_late', 'busy']);
    await hasty.stop();
    // Stopped at it: the one in work and the one that waits are told so.
    const stopped = new LocalRecogniser();
    const both = [fault(stopped), fault(stopped)];
    await stopped.stop();
    expect(await Promise.all(both)).toEqual(['interrupted', 'interrupted']);
  });
});
