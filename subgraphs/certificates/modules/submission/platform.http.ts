import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Em, Services } from '@miaoben/kernel';
import { noteKnock } from './platform.repository.ts';

/** Where the licence platform says that something changed there. */
export const KNOCK_PATH = '/licence-platform/changed';

/**
 * `POST /licence-platform/changed`: the platform's push. Nothing in it is believed or read: it only has the changes fetched now from the
 * platform itself, so anybody may call it. @returns false for other paths
 */
export async function servePlatformKnock(
  request: IncomingMessage,
  response: ServerResponse,
  { orm, clock }: Services,
): Promise<boolean> {
  const { pathname } = new URL(request.url ?? '/', 'http://x');
  if (pathname !== KNOCK_PATH || request.method !== 'POST') return false;
  await noteKnock(orm.em.fork() as Em, clock.instant());
  response.writeHead(202).end();
  return true;
}
