import type { MetadataField, Page, PageDocument, PageItem, Stamp, TextItem } from '@miaoben/sealed-file';
import { encode } from 'uqr';
import type { CertificateRecord } from './document.record.ts';
import { box, frame, GREEN, INK, inCell, line, MUTED, RULE, TINT, text } from './face.drawing.ts';
import { drawTable, heightOf, TABLE, type TableLine } from './face.table.ts';
import { DOCUMENT_TYPES, RELATIONS, SEX, verdictWords } from './face.words.ts';
import { inBookletOrder, maskNumber } from './record.rules.ts';

/** A4, millimetres. */
const PAGE = { width: 210, height: 297 };
/** Where the table may reach to, without and with the issuer's foot below it. */
const FLOOR = 276;
const FOOT = 46;
/** Side of the code (certificates note: read at 30 mm from poor prints). */
const QR_SIDE = 30;

/** Why and until when an annotated copy (加注件) may be used. */
export interface Annotation {
  readonly purpose: string;
  /** YYYY-MM-DD */
  readonly validUntil: string;
  readonly madeOn: string;
  /** who had it made, in words */
  readonly maker: string;
}

export interface FaceRequest {
  readonly record: CertificateRecord;
  readonly isMasked: boolean;
  /** 32 hexadecimal digits */
  readonly id: string;
  readonly metadata: readonly MetadataField[];
  readonly annotation: Annotation | null;
  /** millimetres of the imprint */
  readonly seal: { readonly width: number; readonly height: number };
}

/** The face of a certificate, equal in content to the paper booklet, and where its seal goes. */
export function drawFace(request: FaceRequest): { document: PageDocument; stamps: Stamp[] } {
  const { record, annotation } = request;
  const split = paginate(tableLines(record));
  const pages: Page[] = split.pages.map((lines, i) => {
    const isFirst = i === 0;
    const isLast = i === split.pages.length - 1;
    const top = isFirst ? FIRST_TABLE : NEXT_TABLE;
    const table = isLast && lines.length === 0 && !isFirst ? { items: [], bottom: top } : drawTable(lines, top);
    const items = [
      ...border(),
      ...(isFirst ? [...title(annotation !== null), ...holder(request)] : continued(record)),
      ...table.items,
      ...(isLast ? foot(record) : []),
      ...pageFoot(record, i + 1, split.pages.length),
    ];
    return { ...PAGE, items, ...(annotation && { overlay: watermark(annotation) }) };
  });
  const { width, height } = request.seal;
  const stamp = { page: pages.length - 1, x: 162 - width / 2, y: FLOOR - FOOT / 2 - height / 2 + 1, width, height };
  const document: PageDocument = {
    id: request.id,
    title: annotation ? '预防接种证（加注件）' : '预防接种证',
    createdOn: annotation?.madeOn ?? record.issuedOn,
    creator: '苗本',
    metadata: request.metadata,
    pages,
    record: { title: '接种记录结构化数据', json: recordJson(request) },
    index: { namespace: 'urn:miaoben:certificate:1', root: '预防接种证' },
  };
  return { document, stamps: [stamp] };
}

function tableLines(record: CertificateRecord): TableLine[] {
  const { programme, others } = inBookletOrder(record.doses);
  const section = (name: string, doses: typeof programme): TableLine[] =>
    doses.length === 0 ? [] : [{ section: name }, ...doses.map((dose) => ({ dose }))];
  return [...section('免疫规划疫苗', programme), ...section('非免疫规划疫苗', others)];
}

const FIRST_TABLE = 104;
const NEXT_TABLE = 34;

/** Lines by page; the last page has room for the foot. A section's name never stands alone at the end of a page. */
function paginate(lines: readonly TableLine[]): { pages: TableLine[][] } {
  const pages: TableLine[][] = [[]];
  let y = FIRST_TABLE + TABLE.head;
  const turn = () => {
    pages.push([]);
    y = NEXT_TABLE + TABLE.head;
  };
  lines.forEach((entry, i) => {
    const next = lines[i + 1];
    const wanted = heightOf(entry) + ('section' in entry && next ? heightOf(next) : 0);
    if (y + wanted > FLOOR) turn();
    pages.at(-1)!.push(entry);
    y += heightOf(entry);
  });
  if (y + FOOT > FLOOR + 2) turn();
  return { pages };
}

function border(): PageItem[] {
  return [...frame(7, 7, 196, 283, 0.9, GREEN), ...frame(8.6, 8.6, 192.8, 279.8, 0.2, GREEN)];
}

function title(isAnnotated: boolean): PageItem[] {
  const middle = PAGE.width / 2;
  return [
    text(middle, 14.5, 10.5, '预 防 接 种 证', { align: 'centre', colour: GREEN, tag: '证照名称' }),
    text(middle, 27.4, 2.9, 'VACCINATION CERTIFICATE', { align: 'centre', colour: MUTED }),
    text(middle, 32, 3.1, isAnnotated ? '电子证照 · 加注件' : '电子证照', { align: 'centre', colour: GREEN }),
    line(70, 28.9, 80, 28.9, 0.25, GREEN),
    line(130, 28.9, 140, 28.9, 0.25, GREEN),
  ];
}

interface Fact {
  readonly label: string;
  readonly value: string;
  readonly tag?: string;
}

function holder({ record, isMasked }: FaceRequest): PageItem[] {
  const number = isMasked ? maskNumber(record.documentNumber) : record.documentNumber;
  const guardians = record.guardians.map((g) => `${g.name}（${RELATIONS[g.relation] ?? '监护人'}）`).join('、') || '—';
  const rows: readonly (readonly Fact[])[] = [
    [
      { label: '姓　　名', value: record.name, tag: '持证主体' },
      { label: '性　　别', value: SEX[record.sex] },
    ],
    [
      { label: '出生日期', value: record.birthDate, tag: '出生日期' },
      { label: '监 护 人', value: guardians },
    ],
    [
      { label: '证件类型', value: DOCUMENT_TYPES[record.documentType] ?? '其他证件' },
      { label: '证件号码', value: number, tag: '持证主体代码' },
    ],
    [
      { label: '接种证号', value: record.number, tag: '证照编号' },
      { label: '发证机构', value: record.issuer.name, tag: '证照颁发机构' },
    ],
    [
      { label: '发证日期', value: record.issuedOn, tag: '证照颁发日期' },
      { label: '有效期至', value: record.expiresOn, tag: '证照有效期截止日期' },
    ],
    [{ label: '证照标识', value: record.identifier, tag: '证照标识' }],
    [{ label: '查验结论', value: verdictWords(record), tag: '查验结论' }],
  ];
  const top = 39;
  const height = 8.6;
  const left = TABLE.x;
  const right = 160;
  const items = rows.flatMap((facts, i) => {
    const y = top + i * height;
    const width = (right - left) / facts.length;
    return facts.flatMap((fact, j) => {
      const x = left + j * width;
      const value = { x: x + 19, y, width: width - 19, height };
      return [
        box(x, y, 19, height, TINT),
        ...inCell({ x, y, width: 19, height }, fact.label, 2.9, { colour: GREEN, align: 'centre' }),
        ...inCell(value, fact.value, 3.6, { colour: INK, ...(fact.tag && { tag: fact.tag }) }),
        line(x, y, x + width, y, 0.15, RULE),
        line(x + 19, y, x + 19, y + height, 0.15, RULE),
        line(x, y, x, y + height, 0.15, RULE),
      ];
    });
  });
  return [...items, ...frame(left, top, right - left, rows.length * height, 0.3, GREEN), ...code(record, top)];
}

function code(record: CertificateRecord, top: number): PageItem[] {
  const middle = 180;
  return [
    {
      kind: 'qr',
      x: middle - QR_SIDE / 2,
      y: top + 4,
      side: QR_SIDE,
      modules: encode(record.code, { ecc: 'M', border: 0, boostEcc: false }).data,
      tag: '查验码',
    },
    text(middle, top + 38, 3.4, '查验码', { align: 'centre', colour: GREEN }),
    text(middle, top + 43, 2.5, '用查验程序扫码，', { align: 'centre', colour: MUTED }),
    text(middle, top + 46.6, 2.5, '可离线核验真伪与结论', { align: 'centre', colour: MUTED }),
    text(middle, top + 52.4, 2.5, `免疫程序 ${record.scheduleVersion}`, { align: 'centre', colour: MUTED }),
  ];
}

function continued(record: CertificateRecord): PageItem[] {
  return [
    text(TABLE.x, 15, 5.4, '预防接种证（续页）', { colour: GREEN }),
    text(TABLE.x, 24, 3.2, `姓名：${record.name}　　出生日期：${record.birthDate}　　接种证号：${record.number}`, {
      colour: INK,
    }),
    line(TABLE.x, 30, TABLE.x + TABLE.width, 30, 0.3, GREEN),
  ];
}

function foot(record: CertificateRecord): PageItem[] {
  const top = FLOOR - FOOT;
  const notes = [
    '1. 本证记载的接种信息来自接种单位的登记，与纸质预防接种证记载的内容一致。',
    '2. 本文件带有电子签章；打印件可用查验码核对，文件真伪以电子签章验证结果为准。',
    '3. 入托、入学时请出示本证；结论为“需补种”的，请在接种单位补种，不影响入学。',
  ];
  return [
    text(TABLE.x + 2, top + 8, 3.1, '说明', { colour: GREEN }),
    ...notes.map((note, i) => text(TABLE.x + 2, top + 14 + i * 5, 2.6, note, { colour: MUTED })),
    ...inCell({ x: 122, y: top + 14, width: 76, height: 8 }, `发证机构（电子签章）：${record.issuer.name}`, 3.2, {
      align: 'right',
    }),
    text(197.2, top + 25, 3.2, `发证日期：${record.issuedOn}`, { align: 'right' }),
  ];
}

function pageFoot(record: CertificateRecord, page: number, pages: number): PageItem[] {
  return [
    text(TABLE.x, 281.6, 2.4, `证照标识 ${record.identifier}`, { colour: MUTED }),
    text(198, 281.6, 2.4, `第 ${page} 页 / 共 ${pages} 页`, { colour: MUTED, align: 'right' }),
  ];
}

/** Purpose and end date across the page, over everything else. */
function watermark({ purpose, validUntil }: Annotation): TextItem[] {
  const rows = [60, 125, 190, 255];
  return rows.flatMap((y, i) =>
    [60, 150].flatMap((x) => {
      const at = { align: 'centre' as const, angle: -32, opacity: 0.2, colour: '#b3141b' };
      const shift = i % 2 === 0 ? 0 : -12;
      return [
        text(x + shift, y, 5, `仅限 ${purpose} 使用`, { ...at, ...(i === 0 && x === 60 && { tag: '加注件使用事由' }) }),
        text(x + shift + 4, y + 7, 4.2, `有效期至 ${validUntil}　加注件`, {
          ...at,
          ...(i === 0 && x === 60 && { tag: '加注件有效期截止日期' }),
        }),
      ];
    }),
  );
}

/** The record as data; what the face masks is masked here too. */
function recordJson({ record, isMasked, annotation }: FaceRequest): string {
  const documentNumber = isMasked ? maskNumber(record.documentNumber) : record.documentNumber;
  return JSON.stringify({ format: 'miaoben-vaccination-record/1', ...record, documentNumber, annotation });
}
