import { MiaobenError, sendJson } from '@miaoben/kernel';
import * as v from 'valibot';
import { type Counterpart, escapeHtml, readJson, sendPage, startCounterpart } from './counterpart.ts';

const Message = v.object({
  to: v.pipe(v.string(), v.regex(/^\d{5,15}$/)),
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
  template: v.string(),
});
type Message = v.InferOutput<typeof Message> & { at: string };

const KEPT = 500;

/**
 * Local counterpart of the SMS service: takes `POST /messages {to, text, template}` and shows what would have been sent,
 * at `GET /inbox?to=` as JSON, newest first, and at `GET /` as a page. Nothing leaves the machine, nothing is stored.
 */
export function startSmsCounterpart(port: number): Promise<Counterpart> {
  const inbox: Message[] = [];
  return startCounterpart(port, async (request, response, url) => {
    if (request.method === 'POST' && url.pathname === '/messages') {
      const message = v.safeParse(Message, await readJson(request));
      if (!message.success) throw new MiaobenError('BAD_INPUT');
      inbox.unshift({ ...message.output, at: new Date().toISOString() });
      inbox.length = Math.min(inbox.length, KEPT);
      sendJson(response, 202, { accepted: true });
      return true;
    }
    if (request.method !== 'GET') return false;
    if (url.pathname === '/inbox') {
      const to = url.searchParams.get('to');
      sendJson(response, 200, to ? inbox.filter((m) => m.to === to) : inbox, { 'cache-control': 'no-store' });
      return true;
    }
    if (url.pathname !== '/') return false;
    const rows = inbox.map((m) => `<tr><td>${escapeHtml(m.at)}<td>${escapeHtml(m.to)}<td>${escapeHtml(m.text)}`);
    sendPage(
      response,
      '短信收件箱 SMS inbox',
      rows.length > 0 ? `<table>${rows.join('')}</table>` : '<p>还没有短信。No messages yet.</p>',
    );
    return true;
  });
}
