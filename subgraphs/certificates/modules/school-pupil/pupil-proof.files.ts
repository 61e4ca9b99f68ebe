import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Em, MiaobenError, query, type Services } from '@miaoben/kernel';

/** Serves photos of records of other provinces at the signed addresses `Query.pupilProof` hands out. */
export function serveProofs({ files, orm }: Services): void {
  files.onFetch('pupil-proof', async (fileId, response) => {
    const [file] = await query<{ name: string }>(
      orm.em.fork() as Em,
      "select name from stored_file where id = $1 and kind = 'pupil-proof' and stored_at is not null",
      [fileId],
    );
    if (!file) throw new MiaobenError('NOT_FOUND');
    // Never shown inside the app's own origin: what was uploaded may be no picture at all.
    response.writeHead(200, {
      'content-type': /\.png$/iu.test(file.name) ? 'image/png' : 'image/jpeg',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    await pipeline(createReadStream(files.path(fileId)), response);
  });
}
