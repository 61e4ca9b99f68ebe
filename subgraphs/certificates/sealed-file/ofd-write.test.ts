import { describe, expect, it } from 'vitest';
import { checkOfd } from './check.ts';
import { charactersOf, loadFontFace, SONGTI, textWidth } from './font-face.ts';
import { FONT } from './font-test-kit.ts';
import { writeOfd } from './ofd-write.ts';
import type { Page, PageDocument, PageItem, TextItem } from './page-model.ts';
import { qrRectangles } from './qr-rectangles.ts';
import { sealOfd } from './seal-ofd.ts';
import { certificateDocument, HOLDER_NAME, newSealWorld, RED_PIXEL, sealingBy } from './test-kit.ts';
import { unpack } from './zip-read.ts';

const partsOf = (document: PageDocument) => {
  const decoder = new TextDecoder();
  return new Map([...unpack(writeOfd(document))].map(([name, bytes]) => [name, decoder.decode(bytes)]));
};
const PAGE = 'Doc_0/Pages/Page_0/Content.xml';
const pageOf = (items: PageItem[], overlay: TextItem[] = []): string => {
  const page: Page = { width: 210, height: 297, items, overlay };
  return partsOf(certificateDocument({ pages: [page] })).get(PAGE)!;
};
const text = (value: string, over: Partial<TextItem> = {}): TextItem => {
  return { kind: 'text', x: 20, y: 30, size: 4, text: value, ...over };
};

describe('Q-51 the drawn file', () => {
  it('stores the parts of GB/T 33190 and no signature before there is a seal', () => {
    const file = writeOfd(certificateDocument());
    expect([...unpack(file).keys()]).toEqual([
      'OFD.xml',
      'Doc_0/Document.xml',
      'Doc_0/PublicRes.xml',
      'Doc_0/DocumentRes.xml',
      PAGE,
      'Doc_0/Res/image_0.png',
      'Doc_0/Tags/CustomTags.xml',
      'Doc_0/Tags/CustomTag.xml',
      'Doc_0/Attachs/Attachments.xml',
      'Doc_0/Attachs/record.json',
    ]);
    expect(checkOfd(file, { roots: [] })).toMatchObject({ structure: true, reasons: ['no_signature'] });
  });

  it('gives the same bytes for the same document, and leaves out what the document lacks', () => {
    expect(writeOfd(certificateDocument())).toEqual(writeOfd(certificateDocument()));
    const bare = certificateDocument({
      record: null,
      metadata: [],
      pages: [{ width: 105, height: 148.5, items: [text('一')] }],
    });
    const parts = partsOf(bare);
    expect([...parts.keys()]).toEqual(['OFD.xml', 'Doc_0/Document.xml', 'Doc_0/PublicRes.xml', PAGE]);
    expect(parts.get('Doc_0/Document.xml')).toContain('<ofd:PhysicalBox>0 0 105 148.5</ofd:PhysicalBox>');
  });

  it('numbers every object once and says the highest number', () => {
    const parts = partsOf(certificateDocument());
    const ids = [...parts.values()].flatMap((xml) => [...xml.matchAll(/ ID="(\d+)"/g)].map(([, id]) => Number(id)));
    expect(new Set(ids).size).toBe(ids.length);
    const highest = Number(/MaxUnitID>(\d+)</.exec(parts.get('Doc_0/Document.xml')!)![1]);
    expect(Math.max(...ids)).toBeLessThanOrEqual(highest);
  });

  it('stores a picture once however often it is shown', () => {
    const parts = partsOf(certificateDocument());
    expect([...parts.keys()].filter((name) => name.includes('/Res/'))).toEqual(['Doc_0/Res/image_0.png']);
    expect([...parts.get(PAGE)!.matchAll(/<ofd:ImageObject/g)]).toHaveLength(2);
  });

  it('tells for each field which objects show it (数据索引)', () => {
    const parts = partsOf(certificateDocument());
    const tags = parts.get('Doc_0/Tags/CustomTag.xml')!;
    const ids = [.../<t:持证主体>(.*?)<\/t:持证主体>/.exec(tags)![1]!.matchAll(/PageRef="2">(\d+)</g)].map(
      ([, id]) => id,
    );
    const shown = ids.map(
      (id) => new RegExp(`<ofd:TextObject ID="${id}".*?<ofd:TextCode[^>]*>([^<]*)<`).exec(parts.get(PAGE)!)![1],
    );
    expect(shown).toEqual(['姓名：欧阳', '\u{2c35b}', '曦']);
    expect(shown.join('')).toBe(`姓名：${HOLDER_NAME}`);
  });

  it('writes what a reader must not take for markup, and the record byte for byte', () => {
    const parts = partsOf(certificateDocument({ title: '<证> & "证"', record: { title: 'r', json: '{"a":"<&>"}' } }));
    expect(parts.get('OFD.xml')).toContain('<ofd:Title>&lt;证&gt; &amp; &quot;证&quot;</ofd:Title>');
    expect(parts.get('Doc_0/Attachs/record.json')).toBe('{"a":"<&>"}');
  });
});

describe('text', () => {
  it('gives full-width characters one em and half-width ones half', () => {
    expect([...'接种A1·｡𬍛'].map(SONGTI.advance)).toEqual([1, 1, 0.5, 0.5, 1, 0.5, 1]);
    expect(textWidth('接种A1', 4, SONGTI)).toBe(12);
  });

  it('places each character, equal steps in short', () => {
    expect(pageOf([text('出生日期：2019')])).toContain('DeltaX="g 5 4 g 3 2"');
    expect(pageOf([text('一A')])).toContain('DeltaX="4"');
    expect(pageOf([text('一')])).not.toContain('DeltaX');
  });

  it('aligns on the left, the middle and the right', () => {
    const boxes = (['left', 'centre', 'right'] as const).map(
      (align) => /TextObject[^>]*Boundary="([^"]*)"/.exec(pageOf([text('接种', { align })]))![1],
    );
    expect(boxes).toEqual(['20 30 8 5.2', '16 30 8 5.2', '12 30 8 5.2']);
  });

  it('Q-58 turns the watermark of an annotated copy about its middle, over everything else', () => {
    const page = pageOf(
      [text('一')],
      [text('仅用于入学报名', { x: 105, y: 150, size: 10, align: 'centre', angle: -45, opacity: 0.25 })],
    );
    expect(page).toMatch(/<ofd:Layer Type="Body".*<ofd:Layer Type="Foreground"/);
    const [, box, matrix] = /Boundary="([^"]*)" CTM="([^"]*)" Alpha="64"/.exec(page)!;
    const [x, y, width, height] = box!.split(' ').map(Number) as [number, number, number, number];
    expect([x + width / 2, y + height / 2].map((value) => Number(value.toFixed(2)))).toEqual([105, 156.5]);
    // All four corners of the unturned text come to lie inside the box.
    const [a, b, c, d, e, f] = matrix!.split(' ').map(Number) as [number, number, number, number, number, number];
    for (const [cornerX, cornerY] of [
      [0, 0],
      [70, 0],
      [0, 13],
      [70, 13],
    ] as const) {
      const [turnedX, turnedY] = [a * cornerX + c * cornerY + e, b * cornerX + d * cornerY + f];
      expect(turnedX).toBeGreaterThan(-0.1);
      expect(turnedX).toBeLessThan(width + 0.1);
      expect(turnedY).toBeGreaterThan(-0.1);
      expect(turnedY).toBeLessThan(height + 0.1);
    }
  });
});

describe('an embedded font', () => {
  it('sets the text by its own widths and lies in the file, covered by the seal', async () => {
    const page: Page = { width: 210, height: 297, items: [text('A一W', { align: 'right', x: 100, size: 10 })] };
    const document = certificateDocument({ pages: [page] });
    const widths = loadFontFace(FONT);
    expect(widths.family).toBe('Noto Serif SC');
    const { sealer, roots } = await newSealWorld();
    const file = await sealOfd(document, sealingBy(sealer), FONT);
    expect(checkOfd(file, { roots })).toMatchObject({ accepted: true });
    const parts = unpack(file);
    expect(parts.get('Doc_0/Res/font_0.ttf')).toEqual(FONT);
    const drawn = new TextDecoder().decode(parts.get(PAGE));
    expect(drawn).toContain('DeltaX="7.18 10"');
    expect(drawn).toContain('Boundary="72.29 30 27.71 13"');
    expect(new TextDecoder().decode(parts.get('Doc_0/PublicRes.xml'))).toContain(
      '<ofd:FontFile>font_0.ttf</ofd:FontFile>',
    );
  });

  it('says which characters a subset needs', () => {
    const page: Page = { width: 9, height: 9, items: [text('接种接种')], overlay: [text('B A')] };
    expect(charactersOf(certificateDocument({ pages: [page] }))).toBe(' AB接种');
  });

  it('refuses a character it does not draw, and bytes that are no font', () => {
    const page: Page = { width: 9, height: 9, items: [text('\u{20bb7}')] };
    expect(() => writeOfd(certificateDocument({ pages: [page] }), FONT)).toThrow('glyph: text');
    expect(() => writeOfd(certificateDocument(), new Uint8Array(9))).toThrow('argument: font');
  });
});

describe('lines and codes', () => {
  it('gives a flat line a box as high as its stroke', () => {
    const line = pageOf([{ kind: 'line', x1: 20, y1: 56, x2: 190, y2: 56, width: 0.25, colour: '#ff8000' }]);
    expect(line).toContain('Boundary="20 56 170 0.25" LineWidth="0.25"');
    expect(line).toContain('<ofd:StrokeColor Value="255 128 0"/><ofd:AbbreviatedData>M 0 0 L 170 0<');
  });

  it('draws a code as one filled path whose rectangles are its dark modules', () => {
    const modules = [
      [true, true, false],
      [false, true, false],
      [true, false, true],
    ];
    expect(qrRectangles({ kind: 'qr', x: 0, y: 0, side: 3, modules })).toEqual([
      { x: 0, y: 0, width: 2, height: 1 },
      { x: 1, y: 1, width: 1, height: 1 },
      { x: 0, y: 2, width: 1, height: 1 },
      { x: 2, y: 2, width: 1, height: 1 },
    ]);
    const page = pageOf([{ kind: 'qr', x: 10, y: 20, side: 30, modules }]);
    expect([...page.matchAll(/<ofd:PathObject/g)]).toHaveLength(1);
    expect(page).toContain('Boundary="10 20 30 30" Stroke="false" Fill="true"');
    expect(page).toContain('M 0 0 L 20 0 L 20 10 L 0 10 C M 10 10');
  });
});

describe('what no file can be made of', () => {
  const withItem = (item: PageItem): Partial<PageDocument> => ({ pages: [{ width: 210, height: 297, items: [item] }] });
  it.each<[string, Partial<PageDocument>]>([
    ['id', { id: '1' }],
    ['createdOn', { createdOn: '2026-9-1' }],
    ['time', { createdOn: '1970-01-01' }],
    ['pages', { pages: [] }],
    ['tag', withItem(text('x', { tag: 'a:b' }))],
    ['tag', { index: { namespace: 'urn:x', root: '1' } }],
    ['text', withItem(text('a\u0007'))],
    ['text', withItem(text('\ud800'))],
    ['text', withItem(text('one\ntwo'))],
    ['colour', withItem(text('x', { colour: 'red' }))],
    ['number', withItem(text('x', { x: Number.NaN }))],
    ['modules', withItem({ kind: 'qr', x: 0, y: 0, side: 3, modules: [[true, false]] })],
  ])('names %s', (field, over) => {
    expect(() => writeOfd(certificateDocument(over))).toThrow(expect.objectContaining({ code: 'argument', field }));
  });

  it('names the stamp on a page that is not there', async () => {
    const { sealer } = await newSealWorld();
    const stamp = { page: 1, x: 0, y: 0, width: 40, height: 40 };
    const sealing = { ...sealingBy(sealer), stamps: [stamp] };
    await expect(sealOfd(certificateDocument(), sealing)).rejects.toMatchObject({ code: 'argument', field: 'stamps' });
  });
});

it('keeps the file of 24 doses with code, picture and seal under 20 KB', async () => {
  const { sealer } = await newSealWorld({ picture: { data: RED_PIXEL, width: 40, height: 40 } });
  expect((await sealOfd(certificateDocument(), sealingBy(sealer))).length).toBeLessThan(20_000);
});
