import { createHash } from 'node:crypto';
import { type Em, isUuidV7, MiaobenError, publish, type Services } from '@miaoben/kernel';
import type { VaccinesCtx } from '../../loaders.ts';
import { orderRejudging } from './rejudging.repository.ts';
import { affectedBy, differencesOf } from './schedule.difference.ts';
import {
  type Affected,
  describeLayers,
  describeVersions,
  type ScheduleContent,
  versionsOf,
} from './schedule.document.ts';
import {
  activeDocument,
  documentById,
  documentHistory,
  insertDocument,
  latestRelease,
  lockSchedule,
} from './schedule.repository.ts';
import type { ScheduleInfo, ScheduleRecord } from './schedule.type.ts';

const FILE_KIND = 'schedule';

/** The document in use, and where to fetch it. @throws UNAVAILABLE while the reference data are not loaded */
export async function activeSchedule(ctx: Pick<VaccinesCtx, 'em' | 'files'>): Promise<ScheduleInfo> {
  const active = await activeDocument(ctx.em);
  if (!active) throw new MiaobenError('UNAVAILABLE', { part: 'reference data' });
  return {
    documentId: active.id,
    versions: describeVersions(active),
    layers: describeLayers(active),
    url: ctx.files.downloadUrl(FILE_KIND, active.id),
    activeFrom: new Date(active.active_from),
  };
}

export async function scheduleHistory(ctx: VaccinesCtx): Promise<ScheduleRecord[]> {
  const rows = await documentHistory(ctx.em);
  const active = rows.find((r) => r.active_from !== null)?.id;
  return rows.map((r) => ({
    documentId: r.id,
    loadedAt: new Date(r.loaded_at),
    loadedBy: r.loaded_by === null ? null : { id: r.loaded_by },
    note: r.note,
    activeFrom: r.active_from === null ? null : new Date(r.active_from),
    active: r.id === active,
  }));
}

/** Serves documents. They never change under their id, so whoever has one may keep it. */
export function serveSchedule({ files, orm }: Services): void {
  files.onFetch(FILE_KIND, async (id, response) => {
    const content = isUuidV7(id) ? await documentById(orm.em.fork() as Em, id) : undefined;
    if (!content) throw new MiaobenError('NOT_FOUND');
    const body = JSON.stringify({ documentId: id, ...content });
    response
      .writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
        'cache-control': 'private, max-age=86400, immutable',
      })
      .end(body);
  });
}

/** Puts a document into use in the caller's transaction: files are judged anew in the background, the other subgraphs hear of it. */
export async function useDocument(
  em: Em,
  content: ScheduleContent,
  change: { account: string | null; note: string | null; version: string | null; affected: Affected },
): Promise<string> {
  const documentId = await insertDocument(em, content, change, true);
  const version = change.version ?? versionsOf(content).at(-1)?.id ?? '';
  await orderRejudging(em, { documentId, version, cause: 'document_activated', affected: change.affected });
  await publish(em, [
    { type: 'schedule.changed', documentId, document: content.document, layers: [...content.layers] },
  ]);
  return documentId;
}

/**
 * Takes over the document of a release of the software. It is put into use unless the province uses one of its own: then it is
 * kept for an activation. Nothing happens when it is the one of the release before.
 */
export async function takeRelease(em: Em, content: ScheduleContent): Promise<void> {
  await lockSchedule(em);
  const release = await latestRelease(em, content);
  if (release?.same) return;
  const active = await activeDocument(em);
  const by = { account: null, note: null, version: null };
  if (!active) {
    await insertDocument(em, content, by, true);
    return;
  }
  if (active.id !== release?.id) {
    await insertDocument(em, content, by, false);
    return;
  }
  const schedules = [...versionsOf(active), ...versionsOf(content)];
  const affected = affectedBy(differencesOf(active, content), schedules);
  await useDocument(em, content, { ...by, affected });
}
