import { createHash } from 'node:crypto';
import { maskName } from '@miaoben/identifiers';
import { MiaobenError, sendJson } from '@miaoben/kernel';
import * as v from 'valibot';
import { type Counterpart, escapeHtml, readJson, sendPage, startCounterpart } from './counterpart.ts';

const Asked = v.object({
  name: v.pipe(v.string(), v.minLength(1)),
  documentType: v.string(),
  documentNumber: v.pipe(v.string(), v.minLength(1)),
});

const PAST = ['支气管肺炎', '热性惊厥', '湿疹', '手足口病'];
const SUBSTANCES = ['青霉素', '鸡蛋', '头孢类'];
const DRUGS = ['维生素 D 滴剂', '孟鲁司特钠咀嚼片', '左西替利嗪口服液'];
const UPDATED = '2026-10-15';

/** A record made up of its id: the same person always has the same one. */
function recordOf(id: string) {
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(id).digest();
  return {
    updatedOn: UPDATED,
    pastHistory: a % 2 === 0 ? [{ name: PAST[a % PAST.length]!, since: '2026-03-02' }] : [],
    allergies: b % 3 === 0 ? [{ substance: SUBSTANCES[b % SUBSTANCES.length]!, reaction: '皮疹' }] : [],
    medication: c % 2 === 0 ? [{ name: DRUGS[c % DRUGS.length]!, usage: '每日一次', until: null }] : [],
  };
}

/**
 * Local counterpart of a platform of e-health records (居民电子健康档案): `POST /links` `{name, documentType, documentNumber}` answers
 * `{recordId}`, the same one again for the same person, or 404 where there is none (every number that ends in 9);
 * `GET /records/ID` answers `{updatedOn, pastHistory, allergies, medication}`. `GET /` shows who was asked for. What it tells is made
 * up of the id; nothing leaves the machine, nothing is stored.
 */
export function startHealthRecordsCounterpart(port: number): Promise<Counterpart> {
  const known = new Map<string, string>();
  return startCounterpart(port, async (request, response, url) => {
    const [, room, id = ''] = url.pathname.split('/');
    if (request.method === 'POST' && url.pathname === '/links') {
      const read = v.safeParse(Asked, await readJson(request));
      if (!read.success) throw new MiaobenError('BAD_INPUT');
      const { name, documentType, documentNumber } = read.output;
      if (documentNumber.endsWith('9')) {
        sendJson(response, 404, { error: 'no record' });
        return true;
      }
      const hash = createHash('sha256').update(`${documentType} ${documentNumber}`).digest('hex');
      const recordId = `JKDA${hash.slice(0, 16)}`;
      known.set(recordId, maskName(name));
      sendJson(response, 200, { recordId });
      return true;
    }
    if (request.method !== 'GET') return false;
    if (url.pathname === '/') {
      const rows = [...known].map(([recordId, name]) => `<tr><td>${recordId}<td>${escapeHtml(name)}`);
      sendPage(
        response,
        '居民电子健康档案（本机替身）',
        `<p>证件号码以 9 结尾的人没有健康档案，其余都有。内容由编号编成，重启后仍相同。</p><table><tr><th>编号<th>姓名${rows.join('')}</table>`,
      );
      return true;
    }
    if (room !== 'records' || !/^JKDA[0-9a-f]{16}$/.test(id)) return false;
    sendJson(response, 200, recordOf(id), { 'cache-control': 'no-store' });
    return true;
  });
}
