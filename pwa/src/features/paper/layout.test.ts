import { describe, expect, it } from 'vitest';
import { fit, LINE, widthOf } from './fit.ts';
import { FORMS, PARTS } from './form.ts';
import { type Content, type DoseText, type FormWords, layout } from './layout.ts';
import { assignRows, firstOther, nextOther, type RowDose } from './rows.ts';

const words: FormWords = {
  title: (sheet) => `title ${sheet}`,
  field: (key) => `${key}:`,
  column: (key) => key.slice(0, 2).toUpperCase(),
  series: (series) => series,
};
const fields: Content['fields'] = {
  barcode: '630121202600000017',
  name: '马小兰',
  sex: '女',
  birthDate: '2026-03-15',
  birthWeight: '3200',
  document: '63012120260315002X',
  residence: '大通县桥头镇',
  guardian1: '母亲 李梅 13900000000',
  guardian2: '',
  unitName: '桥头镇中心卫生院',
  unitPhone: '0971-2720000',
  issuedOn: '2026-03-15',
};
const text = (vaccine: string): DoseText => ({
  vaccine,
  dose: '1',
  date: '2026-03-15',
  site: '右上臂',
  lot: '202601A',
  expires: '2028-01-31',
  manufacturer: '北京生物制品研究所有限责任公司',
  clinic: '桥头镇中心卫生院',
  vaccinator: '李医生',
});
const { booklet, card } = FORMS;
const dose = (id: string, date: string, series?: string, number = 1): RowDose => ({
  id,
  date,
  programme: series ? { series, dose: number } : null,
});
const content = (more: Partial<Content>): Content => ({ fields, parts: [], doses: new Map(), ...more });

describe('rows of doses on the paper', () => {
  it('Q-60 a dose of the programme has its own row, any other the next row by date', () => {
    const doses = [
      dose('b', '2026-06-01'),
      dose('a', '2026-05-01'),
      dose('hepB2', '2026-04-15', 'HepB', 2),
      dose('bcg', '2026-03-15', 'BCG'),
    ];
    const first = firstOther(booklet);
    expect(first).toBe(29);
    expect(Object.fromEntries(assignRows(booklet, doses, new Map(), first))).toEqual({
      hepB2: 2,
      bcg: 4,
      a: 29,
      b: 30,
    });
  });

  it('Q-60 goes on after the last printed row, or from the row that is chosen, and passes over printed ones', () => {
    const printed = new Map([
      ['a', 29],
      ['c', 31],
      ['hepB1', 1],
    ]);
    expect(nextOther(booklet, new Map([['hepB1', 1]]))).toBe(29);
    expect(nextOther(booklet, printed)).toBe(32);
    const doses = [dose('a', '2026-05-01'), dose('x', '2026-07-01'), dose('y', '2026-08-01')];
    expect([...assignRows(booklet, doses, printed, 32).values()]).toEqual([29, 32, 33]);
    expect([...assignRows(booklet, doses, printed, 30).values()]).toEqual([29, 30, 32]);
    expect([...assignRows(booklet, doses, printed, 40).values()]).toEqual([29, 40, 41]);
  });

  it('Q-60 a printed dose keeps its row when its number changes; the newcomer goes to the rows behind', () => {
    const printed = new Map([['old', 1]]);
    // An earlier first dose was back-entered: what stands in row 1 of the booklet cannot move.
    const doses = [dose('early', '2026-03-15', 'HepB', 1), dose('old', '2026-04-15', 'HepB', 2)];
    expect(Object.fromEntries(assignRows(booklet, doses, printed, 29))).toEqual({ early: 29, old: 1 });
  });

  it('says which dose has no row left', () => {
    const doses = [dose('x', '2026-01-01'), dose('y', '2026-01-02')];
    expect([...assignRows(card, doses, new Map(), card.rows.length).values()]).toEqual([40, null]);
  });

  it('no two rows of a form lie on each other, and all lie on the sheet', () => {
    for (const form of [booklet, card]) {
      expect(form.rows.filter((r) => r.programme).length).toBe(28);
      const places = form.rows.map((r) => `${r.sheet} ${r.y.toFixed(2)}`);
      expect(new Set(places).size).toBe(form.rows.length);
      expect(Math.max(...form.rows.map((r) => r.y + form.rowHeight))).toBeLessThanOrEqual(form.height - 3);
      const ends = form.columns.map(({ x, width }) => x + width);
      form.columns.slice(1).forEach(({ x }, i) => {
        expect(x).toBeGreaterThanOrEqual(ends[i]!);
      });
      expect(ends.at(-1)).toBeLessThanOrEqual(form.width - 3);
    }
  });
});

describe('where words stand, in mm', () => {
  it('S-14 the booklet: a row of the programme gets no vaccine and no dose, another row gets both', () => {
    const doses = new Map([
      [2, text('乙肝疫苗')],
      [30, text('水痘疫苗')],
    ]);
    const [programme, others, ...more] = layout(booklet, content({ doses }), words);
    expect(more).toEqual([]);
    expect([programme!.number, others!.number]).toEqual([1, 3]);
    const at = (found: string, sheet = programme!) => sheet.entries.filter((w) => w.text === found);
    expect(at('乙肝疫苗')).toEqual([]);
    // Row 2 begins at 22 + 8 mm; one line of 3.2 mm in its middle.
    expect(at('2026-03-15')).toEqual([
      { x: 44.8, y: expect.closeTo(30 + (8 - 3.2 * LINE) / 2 + 3.04, 5), size: 3.2, text: '2026-03-15' },
    ]);
    expect(at('水痘疫苗', others)).toEqual([expect.objectContaining({ x: 6.8 })]);
    expect(at('2026-03-15', others)[0]!.y).toBeCloseTo(at('2026-03-15')[0]!.y, 5);
  });

  it('S-14 name, unit and its phone are left out one by one for a second print', () => {
    const printed = (parts: Content['parts']) =>
      layout(booklet, content({ parts }), words).flatMap((s) => s.entries.map((w) => w.text));
    expect(printed(PARTS)).toEqual(Object.values(fields).filter((v) => v !== ''));
    expect(printed(['particulars'])).not.toContain('马小兰');
    expect(printed(['particulars', 'name', 'unit_phone'])).not.toContain('桥头镇中心卫生院');
    expect(printed(['name'])).toEqual(['马小兰']);
    expect(printed(['unit_name', 'unit_phone'])).toEqual(['桥头镇中心卫生院', '0971-2720000']);
  });

  it('S-14 the form of blank paper names each column and each row of the programme', () => {
    const [sheet] = layout(card, content({ parts: ['name'] }), words);
    const printed = sheet!.form.words.map((w) => w.text);
    for (const { key } of card.columns) expect(printed).toContain(words.column(key));
    expect(printed.filter((w) => w === 'HepB').length).toBe(3);
    expect(printed.filter((w) => w === 'HPV').length).toBe(2);
    // 40 rows and the head: 42 lines across; 9 columns that touch: 10 lines down; a line below each of 12 fields.
    expect(sheet!.form.lines.length).toBe(42 + 10 + 12);
  });

  it('nothing chosen: no sheet', () => {
    expect(layout(booklet, content({}), words)).toEqual([]);
  });

  it('every entry stays inside its cell', () => {
    const long = '青海省西宁市大通回族土族自治县桥头镇中心卫生院预防接种门诊';
    const doses = new Map(
      booklet.rows.map((_, i) => [i + 1, { ...text('重组乙型肝炎疫苗（汉逊酵母）'), clinic: long }]),
    );
    for (const sheet of layout(booklet, content({ doses, parts: PARTS }), words)) {
      for (const { x, y, size, text: line } of sheet.entries) {
        expect(x).toBeGreaterThanOrEqual(6);
        const width = widthOf(line, size);
        expect(x + width).toBeLessThanOrEqual(202);
        expect(y).toBeLessThanOrEqual(134);
        // The fold stays free.
        expect(x < 101 ? x + width <= 101.01 : x >= 107).toBe(true);
      }
    }
  });
});

describe('text in a cell', () => {
  it('is whole, in as few and as large lines as fit', () => {
    expect(fit('桥头镇卫生院', 28, 8)).toEqual({ size: 3.2, lines: ['桥头镇卫生院'] });
    const maker = fit('北京生物制品研究所有限责任公司', 26.4, 8);
    expect(maker.lines.join('')).toBe('北京生物制品研究所有限责任公司');
    expect(maker.lines.length).toBe(2);
    expect(maker.size).toBeCloseTo(3.2, 5);
    const clinic = '青海省西宁市大通回族土族自治县桥头镇中心卫生院预防接种门诊';
    const long = fit(clinic, 26.4, 5.6);
    expect(long.lines.join('')).toBe(clinic);
    expect(long.lines.length * long.size * LINE).toBeLessThanOrEqual(5.6);
    const lot = fit('20260112345678', 19.4, 8);
    expect(lot.lines).toEqual(['20260112345678']);
    expect(widthOf('20260112345678', lot.size)).toBeLessThanOrEqual(19.4);
    expect(fit('𠮷'.repeat(3), 6, 2).lines.join('')).toBe('𠮷𠮷𠮷');
  });
});
