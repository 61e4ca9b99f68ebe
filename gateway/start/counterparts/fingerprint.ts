import { randomBytes } from 'node:crypto';
import { MiaobenError, sendJson } from '@miaoben/kernel';
import { type Counterpart, readJson, startCounterpart } from './counterpart.ts';

/** A template as a reader gives it: the head of ISO/IEC 19794-2, and minutiae of nobody. */
const template = (): string =>
  Buffer.concat([Buffer.from('FMR\0 20\0', 'latin1'), randomBytes(120)]).toString('base64');

/**
 * Local counterpart of a fingerprint reader's bridge, as it runs on the computer of a clinic (H-10): `GET /v1/status` tells the device,
 * `POST /v1/capture` a template and its quality, `POST /next {quality}` (or `{error}`) what the next capture finds. Keeps nothing.
 */
export function startFingerprintCounterpart(port: number): Promise<Counterpart> {
  let next: { quality?: number; error?: string } = {};
  return startCounterpart(port, async (request, response, url) => {
    // A page of another origin asks: the browser wants to hear that it may, and that this is meant to be reached from pages.
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
    response.setHeader('access-control-allow-private-network', 'true');
    response.setHeader('cache-control', 'no-store');
    if (request.method === 'OPTIONS') {
      response.setHeader('access-control-allow-headers', 'content-type');
      response.setHeader('access-control-allow-methods', 'GET, POST');
      response.writeHead(204).end();
      return true;
    }
    if (request.method === 'GET' && url.pathname === '/v1/status') {
      sendJson(response, 200, { device: 'counterpart', ready: true });
      return true;
    }
    if (request.method !== 'POST') return false;
    if (url.pathname === '/next') {
      next = (await readJson(request)) as typeof next;
      sendJson(response, 200, { taken: true });
      return true;
    }
    if (url.pathname !== '/v1/capture') return false;
    const { quality = 82, error } = next;
    next = {};
    if (error) sendJson(response, 409, { error });
    else if (quality < 0 || quality > 100) throw new MiaobenError('BAD_INPUT');
    else sendJson(response, 200, { template: template(), quality });
    return true;
  });
}
