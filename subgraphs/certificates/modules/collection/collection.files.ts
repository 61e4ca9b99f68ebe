import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { audit, type BackgroundWork, type Em, MiaobenError, type Services } from '@miaoben/kernel';
import { sendSheets } from '@miaoben/kernel/imports/export';
import { activeType, typeAt } from '../licence-type/licence-type.repository.ts';
import { BatchReader } from './batch.reader.ts';
import { type BatchRow, batchById, batchOfFile, filesOf } from './batch.repository.ts';
import { readAddress } from './collection.address.ts';
import { findingLines, findingsSheet } from './findings.sheet.ts';
import { reportSheets } from './report.sheet.ts';
import { templateSheetsOf } from './template.sheet.ts';

async function sendCsv(response: ServerResponse, name: string, lines: AsyncIterable<string>): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="findings.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
    'cache-control': 'no-store',
  });
  await pipeline(Readable.from(lines), response);
}

/** Takes up uploaded batches and serves their findings and the quality report. The addresses are signed for who got them. */
export async function serveCollection(services: Services): Promise<BackgroundWork> {
  const { files, orm, log } = services;
  const em = () => orm.em.fork() as Em;
  const reader = new BatchReader(services);

  const arrived = async (fileId: string): Promise<void> => {
    const batchId = await batchOfFile(em(), fileId);
    const batch = batchId === undefined ? undefined : await batchById(em(), batchId);
    if (batch?.state !== 'uploading') return;
    const waits = (await filesOf(em(), [batch.id])).some((f) => f.round === batch.round && f.stored_at === null);
    if (!waits) await reader.read(batch.id);
  };
  files.onStored('collection', (fileId) => {
    arrived(fileId).catch((error: Error) =>
      log.error({ error: error.name, file: fileId }, 'an uploaded batch of licences was not taken up'),
    );
  });

  const findingsOf = async (address: string) => {
    const { id, by } = readAddress(address);
    const batch = await batchById(em(), id);
    const type = batch && (await typeAt(em(), batch.type_code, batch.type_version));
    if (!batch || !type || batch.state !== 'refused') throw new MiaobenError('NOT_FOUND');
    await audit(em(), by, 'export of findings', id);
    return { batch, type };
  };
  const nameOf = (batch: BatchRow, ending: string) => `问题清单-${batch.title}-第${batch.round}轮.${ending}`;
  files.onFetch('collection-findings', async (address, response) => {
    const { batch, type } = await findingsOf(address);
    await sendSheets(response, nameOf(batch, 'xlsx'), [findingsSheet(services, batch.id, type.definition)]);
  });
  files.onFetch('collection-findings-csv', async (address, response) => {
    const { batch, type } = await findingsOf(address);
    await sendCsv(response, nameOf(batch, 'csv'), findingLines(services, batch.id, type.definition));
  });
  files.onFetch('collection-template', async (code, response) => {
    const type = await activeType(em(), code);
    if (!type) throw new MiaobenError('NOT_FOUND');
    await sendSheets(response, `归集模板-${type.name}.xlsx`, templateSheetsOf(type.definition));
  });
  files.onFetch('quality-report', async (address, response) => {
    const { id, by } = readAddress(address);
    const [from = '', to = '', organisation = ''] = id.split('_');
    await audit(em(), by, 'export of quality report', undefined, { from, to });
    const sheets = await reportSheets(em(), { from, to, organisation: organisation || null });
    await sendSheets(response, `数据质量报告-${from}至${to}.xlsx`, sheets);
  });

  await reader.resume();
  return reader;
}
