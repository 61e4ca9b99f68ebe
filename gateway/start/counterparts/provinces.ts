import { maskName } from '@miaoben/identifiers';
import { MiaobenError, sendJson } from '@miaoben/kernel';
import * as v from 'valibot';
import { type Counterpart, escapeHtml, readJson, sendPage, startCounterpart } from './counterpart.ts';
import { caseOf, casesFor } from './national-cases.ts';

const Province = v.pipe(v.string(), v.regex(/^\d{2}$/));
const OrNull = v.nullable(v.string());
const Transfer = v.object({
  transferId: v.pipe(v.string(), v.uuid()),
  from: Province,
  to: Province,
  person: v.object({
    name: v.pipe(v.string(), v.minLength(1)),
    sex: v.picklist(['M', 'F', 'U']),
    birthDate: v.pipe(v.string(), v.isoDate()),
    documentType: v.string(),
    documentNumber: OrNull,
    barcode: v.string(),
  }),
  address: OrNull,
  contact: OrNull,
  phone: OrNull,
  reason: v.string(),
});
const Text = v.pipe(v.string(), v.minLength(1));
const Question = v.union([
  v.strictObject({ documentNumber: Text }),
  v.strictObject({ birthCertificateNumber: Text }),
  v.strictObject({ name: Text, birthDate: v.pipe(v.string(), v.isoDate()), sex: OrNull }),
]);
const Dose = v.strictObject({
  date: v.pipe(v.string(), v.isoDate()),
  vaccineCode: v.pipe(v.string(), v.regex(/^\d{4}$/)),
  lotNumber: OrNull,
  clinicName: Text,
  province: Province,
  state: v.picklist(['given', 'voided']),
});
type ToldDose = v.InferOutput<typeof Dose> & { receipt: string };
interface Taken {
  receipt: string;
  to: string;
  name: string;
  birthDate: string;
  state: 'waiting' | 'received' | 'refused' | 'cancelled';
}

const KEPT = 1_000;
const REASON = '未查到该儿童在本省居住';
const WORDS: Record<Taken['state'], string> = {
  waiting: '待接收',
  received: '已接收',
  refused: '拒接收',
  cancelled: '已撤回',
};

const statusOf = ({ state }: Taken) => (state === 'refused' ? { state, reason: REASON } : { state });

/**
 * Local counterpart of the platforms of other provinces (省际档案交换): `POST /transfers` takes a file and answers `{receipt}`, the same one
 * again for the same transfer; `GET /transfers/ID` says how it stands: `waiting`, `received`, `refused` with a reason, `cancelled`;
 * `DELETE /transfers/ID` takes it back while it waits, else 409 with how it stands. `GET /` shows what waits, with two buttons: they
 * play the other province. It plays the national vaccination interface too (异地受种者): `POST /cases/search` by a number, or by name and
 * birth date, answers `{total, cases}`; `GET /cases/ID` the whole case with guardians and doses; `PUT /cases/ID/doses/DOSE` tells a dose given elsewhere, or
 * that it was voided, and answers `{receipt}`, the same one again for the same dose; `GET /cases/ID/doses` those told. Nothing leaves the machine, nothing is
 * stored.
 */
export function startProvincesCounterpart(port: number): Promise<Counterpart> {
  const taken = new Map<string, Taken>();
  /** by case and dose */
  const told = new Map<string, Map<string, ToldDose>>();
  let last = 0;
  return startCounterpart(port, async (request, response, url) => {
    const [, room, id = '', answer, doseId] = url.pathname.split('/');
    if (request.method === 'POST' && url.pathname === '/transfers') {
      const read = v.safeParse(Transfer, await readJson(request));
      if (!read.success) throw new MiaobenError('BAD_INPUT');
      const { transferId, to, person } = read.output;
      // Sent again after a refusal it is looked at anew.
      const known = taken.get(transferId);
      if (!known) last += 1;
      const receipt = known?.receipt ?? `KS${to}${String(last).padStart(6, '0')}`;
      if (known?.state !== 'waiting' && known?.state !== 'received')
        taken.set(transferId, {
          receipt,
          to,
          name: maskName(person.name),
          birthDate: person.birthDate,
          state: 'waiting',
        });
      for (const oldest of taken.keys()) {
        if (taken.size <= KEPT) break;
        taken.delete(oldest);
      }
      sendJson(response, 202, { receipt });
      return true;
    }
    if (request.method === 'POST' && url.pathname === '/cases/search') {
      const asked = v.safeParse(Question, await readJson(request));
      if (!asked.success) throw new MiaobenError('BAD_INPUT');
      sendJson(response, 200, casesFor(asked.output), { 'cache-control': 'no-store' });
      return true;
    }
    if (room === 'cases' && answer === 'doses') {
      const caseId = decodeURIComponent(id);
      if (!caseOf(caseId)) return false;
      const doses = told.get(caseId) ?? new Map<string, ToldDose>();
      if (request.method === 'GET' && doseId === undefined) {
        sendJson(response, 200, { doses: [...doses.values()] }, { 'cache-control': 'no-store' });
        return true;
      }
      if (request.method !== 'PUT' || !doseId) return false;
      const read = v.safeParse(Dose, await readJson(request));
      if (!read.success) throw new MiaobenError('BAD_INPUT');
      last += 1;
      const receipt = doses.get(doseId)?.receipt ?? `JZ${read.output.province}${String(last).padStart(6, '0')}`;
      told.set(caseId, doses.set(doseId, { ...read.output, receipt }));
      sendJson(response, 200, { receipt });
      return true;
    }
    if (request.method === 'GET' && room === 'cases') {
      const found = caseOf(decodeURIComponent(id));
      if (found) sendJson(response, 200, found, { 'cache-control': 'no-store' });
      return found !== undefined;
    }
    if (request.method === 'GET' && url.pathname === '/') {
      showWaiting(response, taken);
      return true;
    }
    const transfer = room === 'transfers' ? taken.get(id) : undefined;
    if (!transfer) return false;
    if (request.method === 'POST' && (answer === 'receive' || answer === 'refuse')) {
      if (transfer.state === 'waiting') transfer.state = answer === 'receive' ? 'received' : 'refused';
      response.writeHead(303, { location: '/' }).end();
      return true;
    }
    if (answer !== undefined) return false;
    if (request.method === 'DELETE') {
      const isTakenBack = transfer.state === 'waiting' || transfer.state === 'cancelled';
      if (isTakenBack) transfer.state = 'cancelled';
      sendJson(response, isTakenBack ? 200 : 409, statusOf(transfer));
      return true;
    }
    if (request.method !== 'GET') return false;
    sendJson(response, 200, statusOf(transfer), { 'cache-control': 'no-store' });
    return true;
  });
}

function showWaiting(response: Parameters<typeof sendPage>[0], taken: ReadonlyMap<string, Taken>): void {
  const rows = [...taken].reverse().map(([id, t]) => {
    const button = (answer: string, word: string) =>
      `<form method="post" action="/transfers/${id}/${answer}"><button>${word}</button></form>`;
    const act = t.state === 'waiting' ? button('receive', '接收') + button('refuse', '拒绝') : '';
    return `<tr><td>${t.receipt}<td>${t.to}<td>${escapeHtml(t.name)}<td>${t.birthDate}<td>${WORDS[t.state]}<td>${act}`;
  });
  sendPage(
    response,
    '外省平台（本地对接件） Other provinces',
    rows.length > 0 ? `<table>${rows.join('')}</table>` : '<p>还没有迁往外省的档案。No file was sent yet.</p>',
  );
}
