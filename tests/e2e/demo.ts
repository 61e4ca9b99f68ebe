import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { SheetReader } from '@miaoben/kernel/sheets/reader';
import { type OutputCell, writeSheets } from '@miaoben/kernel/sheets/writer';
import { DEMO_SEED, generateDemo } from '@miaoben/seeds/demo/demo';
import type { StoryKey } from '@miaoben/seeds/demo/stories';
import type { GeneratedPerson } from '@miaoben/seeds/province/types';
import { operate } from '../support/client.ts';
import { product } from './support.ts';

const status = await operate<{ serviceStatus: { today: string } }>(product, undefined, 'ServiceStatus');

/** The product's date. */
export const today = status.data.serviceStatus.today;
/** The demo county as the product has it: same seed, same date. */
export const demo = generateDemo({ seed: DEMO_SEED, today });

export function story(key: StoryKey): readonly GeneratedPerson[] {
  const found = demo.stories.find((s) => s.key === key);
  if (!found) throw new Error(`the demo has no story ${key}`);
  return found.persons;
}

const folder = await mkdtemp(join(tmpdir(), 'miaoben-e2e-'));

/** Puts a file where the browser can pick it. @returns its path */
export async function putFile(name: string, content: Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** An .xlsx of one sheet. */
export const workbook = (rows: readonly OutputCell[][]): Promise<Buffer> =>
  buffer(writeSheets([{ name: '名单', columns: rows[0]?.map(() => ({})) ?? [], rows: rows.map((r) => [...r]) }]));

/** The rows of an .xlsx, each cell as text, '' when empty; the first is the header. */
export async function readWorkbook(path: string): Promise<string[][]> {
  const reader = await SheetReader.open(path);
  const rows: string[][] = [];
  for await (const batch of reader.batches()) {
    for (const { cells } of batch) rows.push(Array.from(cells, (cell) => (cell === null ? '' : String(cell))));
  }
  return rows;
}
