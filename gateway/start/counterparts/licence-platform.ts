import { MiaobenError, sendJson } from '@miaoben/kernel';
import * as v from 'valibot';
import { type Counterpart, escapeHtml, readJson, sendPage, startCounterpart } from './counterpart.ts';

const Sm3 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const Licence = v.object({
  kind: v.literal('certificate'),
  submissionId: v.pipe(v.string(), v.uuid()),
  identifier: v.pipe(v.string(), v.startsWith('1.2.156.3005.2.')),
  typeCode: v.string(),
  number: v.string(),
  issuerCode: v.string(),
  holderName: v.string(),
  issuedOn: v.pipe(v.string(), v.isoDate()),
  expiresOn: v.pipe(v.string(), v.isoDate()),
  ofdSm3: Sm3,
  pdfSm3: Sm3,
  sealNumber: v.string(),
});
const Seal = v.object({
  kind: v.literal('seal'),
  submissionId: v.pipe(v.string(), v.uuid()),
  number: v.pipe(v.string(), v.regex(/^\d{14}$/)),
  name: v.string(),
  issuerCode: v.string(),
  certificateSerial: v.string(),
  validTo: v.pipe(v.string(), v.isoDate()),
});
const Submission = v.variant('kind', [Licence, Seal]);
type Taken = v.InferOutput<typeof Submission> & { receipt: string; at: string };

const KEPT = 1_000;

/**
 * Local counterpart of the licence platform (证照平台): `POST /submissions` takes data of a certificate or a seal and answers with its
 * acceptance number, `{receipt}`; the same submission again gets the same number. `GET /submissions` is what it took, newest first;
 * `GET /` shows it. Nothing leaves the machine, nothing is stored.
 */
export function startLicencePlatformCounterpart(port: number): Promise<Counterpart> {
  const taken = new Map<string, Taken>();
  let last = 0;
  return startCounterpart(port, async (request, response, url) => {
    if (request.method === 'POST' && url.pathname === '/submissions') {
      const read = v.safeParse(Submission, await readJson(request));
      if (!read.success) throw new MiaobenError('BAD_INPUT');
      const known = taken.get(read.output.submissionId);
      const at = new Date().toISOString();
      if (!known) last += 1;
      const receipt = known?.receipt ?? `SL${at.slice(0, 10).replaceAll('-', '')}${String(last).padStart(6, '0')}`;
      if (!known) taken.set(read.output.submissionId, { ...read.output, receipt, at });
      for (const oldest of taken.keys()) {
        if (taken.size <= KEPT) break;
        taken.delete(oldest);
      }
      sendJson(response, 202, { receipt });
      return true;
    }
    if (request.method !== 'GET') return false;
    const list = [...taken.values()].reverse();
    if (url.pathname === '/submissions') {
      sendJson(response, 200, list, { 'cache-control': 'no-store' });
      return true;
    }
    if (url.pathname !== '/') return false;
    const rows = list.map((t) => `<tr><td>${t.at}<td>${t.receipt}<td>${escapeHtml(t.kind)}<td>${escapeHtml(t.number)}`);
    sendPage(
      response,
      '证照平台（本地对接件） Licence platform',
      rows.length > 0 ? `<table>${rows.join('')}</table>` : '<p>还没有提交。Nothing was submitted yet.</p>',
    );
    return true;
  });
}
