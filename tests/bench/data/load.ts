/** A process of its own that loads the province and tells its parent how it goes, so that its memory is its own. */
import { loadProvince, loadProvinceFiles } from '@miaoben/seeds/load/province';
import { loadReference } from '@miaoben/seeds/load/reference';
import { openTargets, type TargetUrls } from '@miaoben/seeds/load/targets';

export interface LoadOrder {
  urls: TargetUrls;
  keyring: string;
  seed: number;
  today: string;
  scale: number;
  /** files with their doses and all that follows, or files alone */
  what: 'province' | 'files';
}
/** `done` is set on the last one. */
export interface LoadProgress {
  files: number;
  doses: number;
  /** ms since the population began */
  ms: number;
  /** bytes */
  rss: number;
  done?: true;
}

const EVERY_MS = 500;

async function load(order: LoadOrder): Promise<void> {
  const targets = await openTargets(order.urls, order.keyring);
  await loadReference(targets);
  const started = performance.now();
  const tell = (written: { files: number; doses: number }, done?: true) =>
    process.send!({
      ...written,
      ms: performance.now() - started,
      rss: process.memoryUsage.rss(),
      ...(done && { done }),
    } satisfies LoadProgress);
  let told = 0;
  const now = (w: { files: number; doses: number }) => {
    if (performance.now() - told < EVERY_MS) return;
    told = performance.now();
    tell(w);
  };
  const written =
    order.what === 'province'
      ? await loadProvince(targets, order, now)
      : { files: await loadProvinceFiles(targets, order, (files) => now({ files, doses: 0 })), doses: 0 };
  await targets.close();
  tell(written, true);
  process.disconnect();
}

process.once('message', (order: LoadOrder) => void load(order));
