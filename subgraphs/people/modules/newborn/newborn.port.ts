import type { SubgraphConfig } from '@miaoben/kernel';
import { callPort, type Failure, readPort, statusOf } from '@miaoben/kernel/port';
import * as v from 'valibot';

const MOST_PAGES = 50;
const short = v.pipe(v.string(), v.maxLength(200));
const ShortOrNull = v.nullable(short);
const NumberOrNull = v.nullable(v.pipe(v.number(), v.integer()));
const Parent = v.object({ name: short, documentNumber: ShortOrNull, phone: ShortOrNull });

/** A newborn as the maternal-child system tells it: what it says is checked by us, so that a wrong value has its sentence. */
const Told = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  name: ShortOrNull,
  sex: v.picklist(['F', 'M', 'U']),
  birthDate: v.pipe(v.string(), v.isoDate()),
  birthTime: ShortOrNull,
  birthWeightG: NumberOrNull,
  birthOrder: NumberOrNull,
  idNumber: ShortOrNull,
  birthCertificate: ShortOrNull,
  mother: Parent,
  father: v.nullable(Parent),
  hbsag: v.nullable(v.picklist(['positive', 'negative', 'untested'])),
  household: ShortOrNull,
  residence: ShortOrNull,
  residenceAddress: ShortOrNull,
  hospital: ShortOrNull,
});
export type ToldNewborn = v.InferOutput<typeof Told>;
const Page = v.object({
  newborns: v.array(v.unknown()),
  cursor: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  isMore: v.boolean(),
});

export interface ToldPages {
  readonly told: readonly ToldNewborn[];
  /** rows that are no newborn by the protocol */
  readonly unreadable: number;
  readonly cursor: string;
}

const PATIENCE_MS = 10_000;

async function page(
  config: SubgraphConfig,
  division: string,
  after: string,
): Promise<v.InferOutput<typeof Page> | Failure> {
  const at = new URL('/newborns', config.maternalUrl);
  at.search = new URLSearchParams({ division, after }).toString();
  const answer = await callPort(at, { patience: PATIENCE_MS });
  if ('failure' in answer) return answer;
  return answer.ok ? readPort(answer, Page) : statusOf(answer);
}

/** The newborns of a division that were told or changed since a cursor; empty: all. Never throws. */
export async function askNewborns(
  config: SubgraphConfig,
  division: string,
  after: string,
): Promise<ToldPages | Failure> {
  const told: ToldNewborn[] = [];
  let unreadable = 0;
  let cursor = after;
  for (let i = 0; i < MOST_PAGES; i += 1) {
    const answer = await page(config, division, cursor);
    if ('failure' in answer) return answer;
    for (const one of answer.newborns) {
      const read = v.safeParse(Told, one);
      if (read.success) told.push(read.output);
      else unreadable += 1;
    }
    cursor = answer.cursor;
    if (!answer.isMore) break;
  }
  return { told, unreadable, cursor };
}
