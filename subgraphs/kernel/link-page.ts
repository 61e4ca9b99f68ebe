import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MiaobenError } from './errors.ts';

/** True for a browser that opens an address, false for a program. */
export const wantsPage = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' && (headers.accept ?? '').includes('text/html');

const PAGE = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>链接已失效</title><h1>链接已失效</h1>
<p>下载链接五分钟内有效，证照文件的链接只能使用一次。请返回原页面重新获取。</p>
<p lang="en">This link has expired or was already used. Go back and ask for a new one.</p></html>`;

/** Tells a person that an address of a file is of no use any more. */
export function sendSpentLink(response: ServerResponse, { code }: MiaobenError): void {
  // Which of them it is says nothing of the file: an address nobody signed is as dead as an old one.
  const status = code === 'FORBIDDEN' || code === 'NOT_FOUND' ? 410 : 503;
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(PAGE);
}
