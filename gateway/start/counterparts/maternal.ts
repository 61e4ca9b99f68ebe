import { maskName } from '@miaoben/identifiers';
import { MiaobenError, sendJson } from '@miaoben/kernel';
import * as v from 'valibot';
import { type Counterpart, escapeHtml, readJson, sendPage, startCounterpart } from './counterpart.ts';
import { FIRST_NEWBORNS, type Newborn, NewbornShape } from './maternal-newborns.ts';

const PAGE = 50;
const KEPT = 1_000;

/**
 * Local counterpart of a maternal-child system (妇幼健康信息系统): `GET /newborns?division=CODE&after=CURSOR` answers
 * `{newborns, cursor, isMore}`, the newborns whose residence or household lies in the division and that were told or corrected since the
 * cursor; a cursor of another run is none, so that all is told again. `POST /newborns` tells of one, or corrects the one of the same id.
 * `GET /` shows what it holds. Its first rows are made up, with what goes wrong in practice; nothing leaves the machine.
 */
export function startMaternalCounterpart(
  port: number,
  first: readonly Newborn[] = FIRST_NEWBORNS,
): Promise<Counterpart> {
  const run = Date.now().toString(36);
  /** In the order they were told last. */
  const told = new Map<string, { at: number; newborn: Newborn }>();
  let last = 0;
  const tell = (newborn: Newborn) => {
    last += 1;
    told.delete(newborn.id);
    told.set(newborn.id, { at: last, newborn });
    for (const oldest of told.keys()) {
      if (told.size <= KEPT) break;
      told.delete(oldest);
    }
  };
  for (const newborn of first) tell(newborn);
  return startCounterpart(port, async (request, response, url) => {
    if (request.method === 'GET' && url.pathname === '/') {
      show(response, [...told.values()].map(({ newborn }) => newborn).reverse());
      return true;
    }
    if (url.pathname !== '/newborns') return false;
    if (request.method === 'POST') {
      const read = v.safeParse(NewbornShape, await readJson(request));
      if (!read.success) throw new MiaobenError('BAD_INPUT');
      tell(read.output);
      sendJson(response, 202, { id: read.output.id });
      return true;
    }
    if (request.method !== 'GET') return false;
    const division = url.searchParams.get('division') ?? '';
    if (!/^\d{2}(?:\d{2}){0,2}(?:\d{3})?$/.test(division)) throw new MiaobenError('BAD_INPUT');
    const [of = '', place = '0'] = (url.searchParams.get('after') ?? '').split('.');
    const since = of === run ? Number(place) : 0;
    const isHere = ({ residence, household }: Newborn) =>
      [residence, household].some((code) => code?.startsWith(division));
    const news = [...told.values()].filter(({ at, newborn }) => at > since && isHere(newborn));
    const page = news.slice(0, PAGE);
    const cursor = `${run}.${news.length > PAGE ? page.at(-1)?.at : Math.max(last, since)}`;
    sendJson(
      response,
      200,
      { newborns: page.map(({ newborn }) => newborn), cursor, isMore: news.length > PAGE },
      { 'cache-control': 'no-store' },
    );
    return true;
  });
}

function show(response: Parameters<typeof sendPage>[0], newborns: readonly Newborn[]): void {
  const rows = newborns.map(
    (n) =>
      `<tr><td>${escapeHtml(n.id)}<td>${escapeHtml(n.name === null ? '（未取名）' : maskName(n.name))}<td>${n.birthDate}<td>${escapeHtml(maskName(n.mother.name))}<td>${escapeHtml(n.residence ?? '')}`,
  );
  sendPage(
    response,
    '妇幼健康信息系统（本机替身） Maternal-child system',
    `<p>接种单位在“新生儿信息”中提取这些新生儿；同一编号再次上报即为更正。</p><table><tr><th>编号<th>姓名<th>出生日期<th>母亲<th>居住地${rows.join('')}</table>`,
  );
}
