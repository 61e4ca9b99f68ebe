import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { OutputCell } from '@miaoben/kernel/sheets/writer';
import type { Stack } from '@miaoben/tests/support/stack';
import { idNumber } from '../../people.test-kit.ts';
import { HEADERS, importer, workbook } from './import.test-kit.ts';

const GIVEN = '成林祥忠主兰木志文得玉金雪梅莲海山春秋东'.split('');
const SURNAMES = '马祁星东包铁白冶韩李王张刘陈杨赵黄周吴徐'.split('');
const day = (n: number) => new Date(Date.UTC(2012, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);

/** Rows as a county would send them, one in fifty with a fault, dates in three spellings. */
function* rows(count: number): Generator<OutputCell[]> {
  for (let i = 0; i < count; i += 1) {
    const birth = day(i % 5_000);
    const name = `${SURNAMES[i % 20]}${GIVEN[Math.floor(i / 20) % 20]}${GIVEN[Math.floor(i / 400) % 20]}`;
    const cells: Record<string, OutputCell> = {
      '姓名*': name,
      '性别*': '女',
      '出生日期*': i % 3 === 0 ? birth.replaceAll('-', '/') : i % 3 === 1 ? birth.replaceAll('-', '') : birth,
      证件类型: '居民身份证',
      证件号码: i % 50 === 0 ? '630121202305061111' : idNumber(birth, 10 + Math.floor(i / 5_000), 'F'),
      民族: '汉族',
      监护人姓名: `${SURNAMES[(i + 7) % 20]}秀英`,
      监护人关系: '母亲',
      监护人手机: `138${String(10_000_000 + i)}`,
      '现居住地*': i % 2 ? '桥头镇' : '朔北藏族乡',
      详细地址: `人民路${i}号`,
      出生体重: 3_000 + (i % 900),
      母亲HBsAg: '阴性',
    };
    yield HEADERS.map((h) => cells[h] ?? null);
  }
}

/** Uploads, previews and commits a list, watching time, memory and the event loop. */
export async function importOf(stack: Stack, count: number) {
  const bytes = await workbook(rows(count));
  const desk = importer(stack);
  const { data } = await desk.start('全县.xlsx', bytes.length);
  global.gc?.();
  const floor = process.memoryUsage().rss;
  let peak = floor;
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const seen = new Set<number>();
  const started = performance.now();
  await stack.file('people', data.it.uploadUrl ?? '', bytes);
  let now = await desk.one(data.it.id);
  while (now.state === 'uploading' || now.state === 'reading') {
    seen.add(now.progress);
    await new Promise((resolve) => setTimeout(resolve, 100));
    now = await desk.one(data.it.id);
  }
  const previewMs = performance.now() - started;
  delay.disable();
  clearInterval(sampling);
  const committing = performance.now();
  const committed = await desk.commit(now.id);
  return {
    preview: now,
    previewMs,
    commitMs: performance.now() - committing,
    committed: committed.data.it,
    growthMb: (peak - floor) / 1e6,
    longestTurnMs: delay.max / 1e6,
    progress: [...seen],
  };
}
