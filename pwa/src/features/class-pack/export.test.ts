import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SheetReader } from '@miaoben/kernel/sheets/reader';
import { afterAll, describe, expect, it } from 'vitest';
import type { Pack, PackPupil } from '../../offline/class-packs.ts';
import type { Done } from './acts.ts';
import { classWorkbook } from './export.ts';

const folder = await mkdtemp(join(tmpdir(), 'miaoben-export-'));
afterAll(() => rm(folder, { recursive: true }));

const PUPIL: PackPupil = {
  id: 'p1',
  name: '祁秀兰',
  birthDate: '2020-03-15',
  sex: 'F',
  state: 'notified',
  verdict: 'missing_doses',
  certificateSeen: null,
  proofState: null,
  forClinic: false,
  isReissued: false,
  noticeType: 'catch_up',
  noticeOn: '2026-09-03',
  noticeState: 'delivered',
  caughtUpOn: null,
  managingClinic: { id: 'c1', name: '桥头镇中心卫生院' },
  missing: [{ series: 'mmr', seriesName: '麻腮风疫苗', dose: 2, earliest: '2020-09-01' }],
  caughtUp: [],
  listRow: null,
};
const DONE: Done = {
  scannedAt: Date.parse('2026-09-04T00:30:00Z'),
  isSeen: true,
  isConfirmed: true,
  hasPhoto: false,
  note: '家长周五带来',
  isWaiting: true,
  isToLook: false,
};

describe('the export of a class without a network', () => {
  it('Q-77 writes each verdict and what was done here as text cells, a name that looks like a formula too', async () => {
    const pack: Pack = {
      takenAt: '2026-09-04T00:00:00.000Z',
      signature: '',
      round: {
        id: 'r1',
        code: '20261',
        schoolYear: 2026,
        term: 'autumn',
        termStart: '2026-09-01',
        deadline: '2026-10-01',
        recheckFrom: '2026-12-01',
        recheckTo: '2026-12-31',
        state: 'open',
      },
      class: { id: 'l1', grade: '一年级', name: '1班', school: { id: 's1', name: '桥头镇第三小学' } },
      pupils: [PUPIL, { ...PUPIL, id: 'p2', name: '=HYPERLINK("x")', sex: null, verdict: 'no_file', missing: [] }],
    };
    const file = join(folder, 'class.xlsx');
    const blob = await classWorkbook(pack, new Map([['p1', DONE]]));
    await writeFile(file, new Uint8Array(await blob.arrayBuffer()));
    const rows: unknown[][] = [];
    for await (const batch of (await SheetReader.open(file)).batches())
      for (const { cells } of batch) rows.push(Array.from(cells, (cell) => cell ?? ''));
    const [head = [], first = [], second = []] = rows;
    const at = (row: unknown[]) => Object.fromEntries(head.map((title, i) => [title, row[i] ?? '']));
    expect(at(first)).toEqual({
      姓名: '祁秀兰',
      性别: '女',
      出生日期: '2020-03-15',
      结论: '需补种',
      缺种疫苗剂次: '麻腮风疫苗第2剂（已可补种）',
      接种单位: '桥头镇中心卫生院',
      通知单: '补种通知单 2026年9月3日 已送达',
      接种证: '已查看',
      扫码时间: '2026年9月4日 08:30',
      确认结论: '已确认',
      备注: '家长周五带来',
      需再核对: '',
    });
    expect(at(second)).toMatchObject({ 姓名: '=HYPERLINK("x")', 结论: '无档案', 接种证: '', 备注: '' });
  });
});
