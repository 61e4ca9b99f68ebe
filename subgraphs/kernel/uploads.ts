import { pipeline } from 'node:stream/promises';
import type { Services } from './context.ts';
import { type Em, query } from './db.ts';
import { badInput, MiaobenError, wrongFileType } from './errors.ts';

/** Endings of file names, and the type each is served as. */
export type UploadTypes = Readonly<Record<string, string>>;
export const PICTURES: UploadTypes = { jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png' };
export const PAPERS: UploadTypes = { pdf: 'application/pdf', ...PICTURES };
const MAX_FILE_NAME = 200;

const endingOf = (name: string): string => name.split('.').at(-1)?.toLowerCase() ?? '';

/** The name a person gave a file. @throws BAD_INPUT fileName (too_long, file_type) */
export function checkedFileName(name: string, types: UploadTypes): string {
  if (Array.from(name).length > MAX_FILE_NAME) throw badInput('fileName', 'too_long', { max: MAX_FILE_NAME });
  if (!Object.hasOwn(types, endingOf(name))) throw wrongFileType('fileName', Object.keys(types));
  return name;
}

/** Where an announced file goes, good for 15 minutes; null: it is there already. */
export async function uploadUrlOf({ em, files }: Pick<Services, 'files'> & { em: Em }, id: string) {
  const [stored] = await query(em, 'select 1 from stored_file where id = $1 and stored_at is not null', [id]);
  return stored ? null : files.uploadUrl(id);
}

/** Serves what people uploaded as files of one kind, at the signed addresses a query hands out. */
export function serveUploads({ files, orm }: Services, kind: string, types: UploadTypes): void {
  files.onFetch(kind, async (fileId, response) => {
    const [file] = await query<{ name: string }>(
      orm.em.fork() as Em,
      'select name from stored_file where id = $1 and kind = $2 and stored_at is not null',
      [fileId, kind],
    );
    if (!file) throw new MiaobenError('NOT_FOUND');
    const content = await files.open(fileId);
    // Never shown inside the app's own origin: what was uploaded may be something else than its name says.
    response.writeHead(200, {
      'content-type': types[endingOf(file.name)] ?? 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    await pipeline(content, response);
  });
}
