import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MiaobenError, readBody, sendJson } from '@miaoben/kernel';
import { sendError } from '@miaoben/kernel/http';

export interface Counterpart {
  url: string;
  stop(): Promise<void>;
}

const MAX_BODY = 16 * 1024;

/** @throws BAD_REQUEST when the body is no JSON */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse((await readBody(request, MAX_BODY)).toString('utf8'));
  } catch (error) {
    throw error instanceof SyntaxError ? new MiaobenError('BAD_REQUEST') : error;
  }
}

export function sendPage(response: ServerResponse, title: string, body: string): void {
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" })
    .end(
      `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1>${body}</html>`,
    );
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.codePointAt(0)};`);

/** Serves a small stand-in for an outside service on 127.0.0.1; `port` 0 takes a free one. `handle` answers false for a path it does not know. */
export async function startCounterpart(
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>,
): Promise<Counterpart> {
  const server = createServer((request, response) => {
    handle(request, response, new URL(request.url ?? '/', 'http://x'))
      .then((known) => {
        if (!known) sendJson(response, 404, { error: 'not found' });
      })
      .catch((error: unknown) => {
        sendError(response, error instanceof MiaobenError ? error : new MiaobenError('INTERNAL'));
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
