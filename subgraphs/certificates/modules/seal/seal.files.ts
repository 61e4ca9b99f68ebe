import { type Em, MiaobenError, type Services } from '@miaoben/kernel';
import { finishSeal } from './seal.make.ts';
import { MAX_PICTURE_BYTES } from './seal.picture.ts';
import { lockSeal, refuseSeal, sealById, sealOfFile } from './seal.repository.ts';

/** Takes up uploaded pictures and shows those of seals; their addresses are signed for who got them. */
export function serveSeals(services: Services): void {
  const { files, orm, log } = services;
  const em = () => orm.em.fork() as Em;

  async function takeUp(fileId: string): Promise<void> {
    const seal = await sealOfFile(em(), fileId);
    if (seal?.state !== 'uploading') return;
    const isLarge = (await files.size(fileId)) > MAX_PICTURE_BYTES;
    const picture = isLarge ? null : new Uint8Array(await files.read(fileId));
    await em().transactional(async (inner) => {
      const tx = inner as Em;
      const row = await lockSeal(tx, seal.id);
      if (row?.state !== 'uploading') return;
      if (picture === null) await refuseSeal(tx, row.id, 'file_too_large');
      else await finishSeal(tx, services, row, picture);
    });
    await files.remove(fileId);
  }

  files.onStored('seal-picture', (fileId) => {
    takeUp(fileId).catch((error: Error) =>
      log.error({ error: error.name, file: fileId }, 'the picture of a seal was not taken up'),
    );
  });
  files.onFetch('seal-picture', async (id, response) => {
    const picture = (await sealById(em(), id))?.picture;
    if (!picture) throw new MiaobenError('NOT_FOUND');
    response
      .writeHead(200, { 'content-type': 'image/png', 'content-length': picture.length, 'cache-control': 'private' })
      .end(Buffer.from(picture));
  });
}
