import { createHash } from 'node:crypto';
import type { Page, PageDocument, PageItem } from '@miaoben/sealed-file';
import {
  CHECK_TYPE_WORDS,
  dosesText,
  NOTICE_WORDS,
  SEX_WORDS,
  seenWord,
  VERDICT_WORDS,
} from '../school-pupil/pupil.words.ts';
import type { PupilRow } from '../school-pupil/school-pupil.repository.ts';

/** A4 upright, millimetres; a pupil has half of it, to be cut apart. */
const [WIDTH, HEIGHT, MARGIN] = [210, 297, 20] as const;
const HALF = HEIGHT / 2;
const SECOND = 112;
const LINE = 7;
const SIZE = 4;
/** What half a page holds below the facts. */
const MOST_DOSES = 6;
const [INK, GREY] = ['#1a1a1a', '#9a9a9a'] as const;

export interface ReportClass {
  readonly round: string;
  readonly school: string;
  /** Grade and name; empty for pupils who are in none. */
  readonly name: string;
}
export interface ReportPupil {
  readonly row: PupilRow;
  readonly name: string;
  readonly birthDate: string;
  readonly clinic: string;
}

/** Half-width characters count half. */
const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, char) => sum + (char.codePointAt(0)! < 0x250 ? size * 0.55 : size), 0);

/** Check sheets of a class (接种查验单), two on a page. */
export function drawReports(of: ReportClass, pupils: readonly ReportPupil[], createdOn: string): PageDocument {
  const pages: Page[] = [];
  for (let at = 0; at < pupils.length; at += 2) {
    const items: PageItem[] = [{ kind: 'line', x1: 5, y1: HALF, x2: WIDTH - 5, y2: HALF, width: 0.15, colour: GREY }];
    for (const [i, pupil] of pupils.slice(at, at + 2).entries()) items.push(...drawPupil(of, pupil, i * HALF));
    pages.push({ width: WIDTH, height: HEIGHT, items });
  }
  return {
    id: createHash('sha256')
      .update(JSON.stringify([of, pupils.map(({ row }) => row.id)]))
      .digest('hex')
      .slice(0, 32),
    title: `接种查验单 ${of.school} ${of.name}`,
    createdOn,
    creator: '苗本',
    metadata: [],
    pages,
    record: null,
    index: { namespace: 'urn:miaoben:check-sheet', root: '接种查验单' },
  };
}

function drawPupil(of: ReportClass, { row, name, birthDate, clinic }: ReportPupil, top: number): PageItem[] {
  const items: PageItem[] = [];
  let y = top + 12;
  const write = (text: string, x: number, right: number, size: number = SIZE) => {
    // One line each: what is too long is drawn smaller.
    const fitted = Math.min(size, (size * (right - x)) / Math.max(1, widthOf(text, size)));
    items.push({ kind: 'text', x, y, size: fitted, text, colour: INK });
  };
  const facts = (...pairs: [string, string][]) => {
    for (const [i, [term, value]] of pairs.entries()) {
      const x = i === 0 ? MARGIN : SECOND;
      const right = i === 0 && pairs.length > 1 ? SECOND - 4 : WIDTH - MARGIN;
      write(term, x, right);
      if (value !== '') write(value, x + 24, right);
    }
    y += LINE;
  };
  items.push({
    kind: 'text',
    x: WIDTH / 2,
    y,
    size: 6.5,
    text: '入托入学预防接种查验单',
    align: 'centre',
    colour: INK,
  });
  y += 11;
  items.push({ kind: 'line', x1: MARGIN, y1: y, x2: WIDTH - MARGIN, y2: y, width: 0.3, colour: INK });
  y += 4;
  facts(['学校', of.school]);
  facts(['班级', of.name], ['查验轮次', roundWords(of.round)]);
  facts(['姓名', name], ['性别', SEX_WORDS[row.sex] ?? '']);
  facts(['出生日期', birthDate], ['查验类型', CHECK_TYPE_WORDS[row.check_type] ?? '']);
  facts(['接种证', seenWord(row.certificate_seen)], ['查验日期', row.checked_on]);
  facts(['查验结论', VERDICT_WORDS[row.verdict] ?? ''], ['接种单位', clinic]);
  if (row.notice_type !== null) facts(['通知单', [NOTICE_WORDS[row.notice_type], row.notice_on ?? ''].join(' ')]);
  if (row.caught_up.length > 0) facts(['已补种', [dosesText(row.caught_up), row.caught_up_on ?? ''].join('  ')]);
  if (row.recheck_on !== null) {
    const result = row.recheck_result === null ? '' : (VERDICT_WORDS[row.recheck_result] ?? '');
    facts(['复验', `${row.recheck_on}  ${result}`]);
  }
  if (row.missing.length > 0) {
    y += 1;
    write('需补种', MARGIN, SECOND, 4.6);
    y += LINE;
    for (const { seriesName, dose, earliest } of row.missing.slice(0, MOST_DOSES)) {
      write(
        `${seriesName}第 ${dose} 剂${earliest === null ? '' : `，${earliest} 起可以接种`}`,
        MARGIN + 4,
        WIDTH - MARGIN,
      );
      y += LINE - 1.5;
    }
    const rest = row.missing.length - MOST_DOSES;
    if (rest > 0) write(`另有 ${rest} 剂次，见接种单位告知`, MARGIN + 4, WIDTH - MARGIN);
  }
  y = top + HALF - 17;
  write('学校（盖章）', SECOND, WIDTH - MARGIN);
  y += LINE;
  const rule = row.schedule_version === null ? '' : `判定依据 ${row.schedule_version}    `;
  write(`${rule}请到居住地或学校所在地的接种单位补种、补证；孩子照常入托、入学。`, MARGIN, WIDTH - MARGIN, 3.2);
  return items;
}

/** `YYYYS` in words. */
function roundWords(round: string): string {
  const year = Number(round.slice(0, 4));
  return `${year}-${year + 1} 学年 ${round.endsWith('2') ? '春季' : '秋季'}`;
}
