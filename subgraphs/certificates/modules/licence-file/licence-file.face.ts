import type { ImageItem, Page, PageDocument, PageItem } from '@miaoben/sealed-file';
import { encode } from 'uqr';
import { frame, GREEN, line, MUTED, RULE, text, wrap } from '../document/face.drawing.ts';
import type { ShownField, ShownGroup } from '../licence/licence.face.ts';

/** What the file of a licence shows. */
export interface LicenceFace {
  /** 32 hexadecimal digits */
  readonly id: string;
  readonly typeName: string;
  readonly number: string;
  readonly identifier: string;
  /** in words; empty when it is valid */
  readonly state: string;
  readonly groups: readonly ShownGroup[];
  /** YYYY-MM-DD */
  readonly madeOn: string;
}

/** A4, millimetres. */
const PAGE = { width: 210, height: 297 };
const LEFT = 18;
const RIGHT = 192;
const VALUE = 64;
const SIZE = 3.6;
const LEADING = 5.6;
const FLOOR = 268;
const FIRST = 74;
const NEXT = 24;
const QR_SIDE = 28;
const PHOTO = { x: 20, y: 24, width: 27, height: 36 };

/** One line of the list: a heading, or a field's label and a part of its value. */
interface Entry {
  readonly heading?: string;
  readonly label?: string;
  readonly value?: string;
  /** the field ends here: a rule below it */
  readonly isLast: boolean;
}

function entriesOf({ label, value, items }: ShownField): Entry[] {
  const lines = (items ?? [value === '' ? '—' : value]).flatMap((part) => wrap(part, RIGHT - VALUE - 2, SIZE));
  return lines.map((part, i) => ({ ...(i === 0 && { label }), value: part, isLast: i === lines.length - 1 }));
}

function allEntries(groups: readonly ShownGroup[]): Entry[] {
  return groups.flatMap(({ title, fields }) => [
    ...(title ? [{ heading: title, isLast: false }] : []),
    ...fields.filter(({ type }) => type !== 'image').flatMap(entriesOf),
  ]);
}

/** The face of a licence on as many pages as it takes: fields and their order are those of its type's definition. */
export function drawLicence(face: LicenceFace): PageDocument {
  const perPage: PageItem[][] = [[...head(face)]];
  let y = FIRST;
  for (const entry of allEntries(face.groups)) {
    if (y + LEADING * (entry.heading ? 3 : 1) > FLOOR) {
      perPage.push([]);
      y = NEXT;
    }
    const items = perPage.at(-1)!;
    if (entry.heading) {
      y += 2;
      items.push(text(LEFT, y, SIZE + 0.4, entry.heading, { colour: GREEN }));
      y += LEADING + 1;
      items.push(line(LEFT, y - 0.8, RIGHT, y - 0.8, 0.3, GREEN));
      continue;
    }
    if (entry.label) items.push(text(LEFT, y, SIZE, entry.label, { colour: MUTED }));
    items.push(text(VALUE, y, SIZE, entry.value ?? ''));
    y += LEADING;
    if (entry.isLast) {
      items.push(line(LEFT, y, RIGHT, y, 0.15, RULE));
      y += 1.6;
    }
  }
  const pages: Page[] = perPage.map((items, i) => ({
    ...PAGE,
    items: [...frame(9, 9, 192, 279, 0.6, GREEN), ...items, ...foot(face, i + 1, perPage.length)],
  }));
  return {
    id: face.id,
    title: face.typeName,
    createdOn: face.madeOn,
    creator: '苗本',
    metadata: [],
    pages,
    record: null,
    index: { namespace: 'urn:miaoben:licence:1', root: '证照' },
  };
}

function photoOf(groups: readonly ShownGroup[]): ImageItem[] {
  const photo = groups.flatMap(({ fields }) => fields).find(({ type, value }) => type === 'image' && value !== '');
  if (!photo) return [];
  const format = photo.value.startsWith('/9j/') ? 'JPEG' : 'PNG';
  return [{ kind: 'image', ...PHOTO, format, data: Buffer.from(photo.value, 'base64') }];
}

function head({ typeName, number, identifier, state, groups }: LicenceFace): PageItem[] {
  const { data } = encode(identifier, { ecc: 'M', border: 0 });
  return [
    text(PAGE.width / 2, 26, 8.4, typeName, { align: 'centre', colour: GREEN, tag: '证照名称' }),
    text(PAGE.width / 2, 40, SIZE, `编号 ${number}`, { align: 'centre', tag: '证照编号' }),
    ...(state === '' ? [] : [text(PAGE.width / 2, 47, SIZE, state, { align: 'centre' })]),
    { kind: 'qr', x: RIGHT - QR_SIDE, y: 24, side: QR_SIDE, modules: data },
    ...photoOf(groups),
  ];
}

function foot({ identifier, madeOn }: LicenceFace, page: number, pages: number): PageItem[] {
  return [
    text(LEFT, 273, 2.7, `本文件按登记信息生成于 ${madeOn}，不带电子签章；是否有效以扫码查验的结果为准。`, {
      colour: MUTED,
    }),
    text(LEFT, 279, 2.4, `证照标识 ${identifier}`, { colour: MUTED }),
    text(RIGHT, 279, 2.4, `第 ${page} 页 / 共 ${pages} 页`, { colour: MUTED, align: 'right' }),
  ];
}
