import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { definition } from '@miaoben/certificates/server';
import { type Em, newId, openDatabase, query } from '@miaoben/kernel';
import { certificate, csvOf } from '@miaoben/seeds/demo/health-certificates';
import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import { ServerProcess, subgraphEnvironment, untilServerReady } from '../../gateway/start/processes.ts';
import { takeLicenceTypes } from '../../subgraphs/certificates/modules/licence-type/licence-type.release.ts';
import { BATCH, type Batch, HEALTH, TODAY } from './collection-world.ts';
import { type Caller, startStack } from './stack.ts';

const LOOK_MS = 25;
const rssOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

export interface StreamResult {
  batch: Batch;
  /** rows staged when the process was killed, and the fewest that were ever seen after it */
  killedAt: number;
  leastAfter: number;
  /** every number of licences a reader saw on the way */
  seen: number[];
  /** MB: of the process before the first row, and the most while it read, checked and took */
  rss: { idle: number; most: number };
  /** rows per second of the second process, from its first look to taken; both processes, staging alone */
  rowsPerSecond: { staging: number; whole: number };
  progress: number[];
}

/**
 * Sends `rows` health certificates in files of at most `perFile` to a certificates process of its own, kills it (-9) while it reads, and
 * watches what the next one makes of the batch.
 * @param seed number of the first person; the same seed gives the same rows
 */
export async function streamCertificates(
  adminUrl: string,
  { rows, perFile, seed }: { rows: number; perFile: number; seed: number },
): Promise<StreamResult> {
  const stack = await startStack(adminUrl, {}, TODAY);
  const config = stack.configOf('certificates');
  const server = new ServerProcess('subgraphs/certificates/main.ts', subgraphEnvironment(config));
  await untilServerReady('certificates', stack.peers.certificates);
  const orm = await openDatabase(config.databaseUrl, definition.database, 2);
  const em = () => orm.em.fork() as Em;
  const partner: Caller = { role: 'partner', account: 'platform' };
  const graph = <T>(caller: Caller, document: string, variables: Record<string, unknown>) =>
    stack.graph<T>('certificates', caller, document, variables);
  try {
    await takeLicenceTypes(em(), licenceTypes());
    await graph(
      { role: 'security_admin' },
      'mutation ($commandId: ID!, $type: ID!) { grantCollection(commandId: $commandId, type: $type, accountId: "platform") { id } }',
      { commandId: newId(), type: HEALTH },
    );
    const parts = Array.from({ length: Math.ceil(rows / perFile) }, (_, i) => [
      i * perFile,
      Math.min(rows, (i + 1) * perFile),
    ]) as [number, number][];
    function* table([from, to]: [number, number]) {
      for (let i = from; i < to; i += 1) yield certificate(seed + i);
    }
    const bytesOf = (part: [number, number]) => Buffer.from(csvOf(table(part)));
    const sizes = parts.map((part) => bytesOf(part).length);
    const started = await graph<{ startCollectionBatch: Batch }>(
      partner,
      `mutation ($commandId: ID!, $files: [CollectionFileInput!]!) {
        startCollectionBatch(commandId: $commandId, type: "${HEALTH}", title: "全省健康证", source: "健康证系统", files: $files) { ${BATCH} } }`,
      { commandId: newId(), files: sizes.map((size, i) => ({ name: `${i + 1}.csv`, size })) },
    );
    const { id, files } = started.data.startCollectionBatch;
    for (const [i, part] of parts.entries()) {
      const stored = await stack.file('certificates', files[i]?.uploadUrl ?? '', bytesOf(part));
      if (stored.status !== 204) throw new Error(`upload answered ${stored.status}`);
    }
    return await watch();

    async function watch(): Promise<StreamResult> {
      const idle = rssOf(server.pid ?? 0);
      const result: StreamResult = {
        batch: started.data.startCollectionBatch,
        killedAt: 0,
        leastAfter: Number.POSITIVE_INFINITY,
        seen: [],
        rss: { idle, most: 0 },
        rowsPerSecond: { staging: 0, whole: 0 },
        progress: [],
      };
      const began = Date.now();
      let [resumed, staged] = [0, 0];
      for (;;) {
        const [row] = await query<{ state: string; rows_read: number; progress: number; licences: number }>(
          em(),
          `select state, rows_read, progress, (select coalesce(max(1), 0) from (select 1 from licence limit 1) as l)::int as licences
           from collection_batch where id = $1`,
          [id],
        );
        if (!row) throw new Error('the batch is gone');
        if (result.progress.at(-1) !== row.progress) result.progress.push(row.progress);
        if (result.seen.at(-1) !== row.licences) result.seen.push(row.licences);
        const { pid } = server;
        if (pid !== undefined && alive(pid)) result.rss.most = Math.max(result.rss.most, rssOf(pid));
        if (result.killedAt === 0 && row.state === 'reading' && row.rows_read >= rows * 0.3) {
          process.kill(pid ?? 0, 'SIGKILL');
          result.killedAt = row.rows_read;
        } else if (result.killedAt > 0) {
          result.leastAfter = Math.min(result.leastAfter, row.rows_read);
          if (resumed === 0 && row.rows_read > result.killedAt + 4_000) resumed = Date.now();
          if (resumed > 0 && staged === 0 && row.state !== 'reading') {
            staged = Date.now();
            result.rowsPerSecond.staging = (rows - result.killedAt - 4_000) / ((staged - resumed) / 1_000);
          }
        }
        if (/taken|refused|failed/u.test(row.state)) break;
        if (Date.now() - began > 6_600_000) throw new Error(`still ${row.state} after 110 minutes`);
        await sleep(LOOK_MS);
      }
      const taking = (Date.now() - staged) / 1_000;
      result.rowsPerSecond.whole = rows / (rows / result.rowsPerSecond.staging + taking);
      const read = await graph<{ collectionBatch: Batch }>(
        partner,
        `query ($id: ID!) { collectionBatch(id: $id) { ${BATCH} } }`,
        { id },
      );
      result.batch = read.data.collectionBatch;
      const [count] = await query<{ n: number; people: number }>(
        em(),
        'select count(*)::int as n, count(distinct business_key)::int as people from licence where valid_flag = 1 and batch_id = $1',
        [id],
      );
      result.seen.push(count?.n ?? 0, count?.people ?? 0);
      return result;
    }
  } finally {
    await orm.close();
    await server.stop();
    await stack.stop();
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/status`, 'utf8').includes('VmRSS');
  } catch {
    return false;
  }
}
