import { createHash } from 'node:crypto';
import { dateInShanghai } from '@miaoben/kernel';
import type { PageDocument, PageItem } from '@miaoben/sealed-file';
import { encode } from 'uqr';
import type { OwnCheckRead } from './own-check.repository.ts';
import { KIND_WORDS, RESULT_WORDS } from './own-check.words.ts';

/** A4 upright, millimetres. */
const [WIDTH, HEIGHT, MARGIN, LINE] = [210, 297, 25, 8] as const;
/** A printer at its worst still gives a code that reads. */
const QR_SIDE = 35;
/** More missing doses than any schedule knows; what does not fit is told as a number. */
const MOST_DOSES = 14;
const INK = '#1a1a1a';

export interface ReportFacts {
  readonly name: string;
  readonly school: string;
  readonly clinic: string;
  readonly state: 'valid' | 'revoked' | 'expired';
  /** at a gate the code speaks for the child: the family alone has it */
  readonly hasCode: boolean;
}

/** The report of a parent's own check (入托入学查验报告) as one page to hand in. */
export function drawReport(row: OwnCheckRead, { name, school, clinic, state, hasCode }: ReportFacts): PageDocument {
  const items: PageItem[] = [];
  let y = 28;
  const write = (text: string, size = 4.2, x: number = MARGIN) =>
    items.push({ kind: 'text', x, y, size, text, colour: INK });
  items.push({ kind: 'text', x: WIDTH / 2, y, size: 8, text: '入托入学查验报告', align: 'centre', colour: INK });
  y += 15;
  items.push({ kind: 'line', x1: MARGIN, y1: y, x2: WIDTH - MARGIN, y2: y, width: 0.4, colour: INK });
  y += 6;
  for (const [term, value] of [
    ['报告编号', row.number],
    ['儿童姓名', name],
    ['出生日期', row.birth_date],
    ['学校或幼儿园', school],
    ['入学类型', KIND_WORDS[row.entry_kind]],
    ['入学日期', row.check_date],
    ['查验结论', RESULT_WORDS[row.result]],
    ['接种单位', clinic],
  ] as const) {
    write(term);
    write(value, 4.2, MARGIN + 38);
    y += LINE;
  }
  if (row.missing.length > 0) {
    y += 2;
    write('需补种', 5);
    y += LINE;
    for (const { seriesName, dose, earliest } of row.missing.slice(0, MOST_DOSES)) {
      write(`${seriesName}第 ${dose} 剂${earliest === null ? '' : `，${earliest} 起可以接种`}`);
      y += LINE - 1.5;
    }
    const rest = row.missing.length - MOST_DOSES;
    if (rest > 0) write(`另有 ${rest} 剂次，见接种单位告知`);
  }
  const bottom = HEIGHT - 70;
  if (state === 'valid' && hasCode) {
    const modules = encode(row.code, { border: 0 }).data;
    items.push({ kind: 'qr', x: WIDTH / 2 - QR_SIDE / 2, y: bottom, side: QR_SIDE, modules });
  } else if (state !== 'valid') {
    y = bottom;
    write(state === 'revoked' ? '接种记录在查验之后有变化，请重新查验。' : '报告已过有效期，请重新查验。', 5);
  }
  y = HEIGHT - 30;
  const dates = `查验时间 ${dateInShanghai(new Date(row.created_at))}    二维码有效期至 ${dateInShanghai(new Date(row.expires_at))}`;
  write(`${dates}    判定依据 ${row.schedule_version}`, 3.2);
  y += 6;
  write('本报告按入学日期和查验时的接种记录生成；是否补种不作为拒绝入学的理由。', 3.2);
  return {
    id: createHash('sha256').update(row.id).digest('hex').slice(0, 32),
    title: '入托入学查验报告',
    createdOn: dateInShanghai(new Date(row.created_at)),
    creator: '苗本',
    metadata: [{ name: '报告编号', value: row.number }],
    pages: [{ width: WIDTH, height: HEIGHT, items }],
    record: null,
    index: { namespace: 'urn:miaoben:own-check', root: '入托入学查验报告' },
  };
}
