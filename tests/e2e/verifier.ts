import {
  type Answer,
  loadVerifyKey,
  openStatusList,
  openTrustList,
  type StatusList,
  sm3,
  toHex,
  verifyCode,
} from '@miaoben/credential';
import { product } from './support.ts';

const bytesAt = async (path: string) => {
  const answer = await fetch(new URL(`/trust/${path}`, product.pwa));
  if (!answer.ok) throw new Error(`/trust/${path}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
};

/** Verifies a code outside the app, with nothing but what the product serves to everyone under /trust. */
export async function verifyElsewhere(text: string): Promise<Answer> {
  const { current } = JSON.parse(new TextDecoder().decode(await bytesAt('roots.json'))) as {
    current: { alg: 'SM2' | 'ES256'; spki: string };
  };
  const root = await loadVerifyKey(current.alg, Buffer.from(current.spki, 'base64url'));
  const trust = await openTrustList(await bytesAt('trust.cose'), { current: root, next: null }, null);
  const statusLists = new Map<string, StatusList>();
  for (const [hash, id] of trust.statusLists) {
    const bytes = await bytesAt(`status/${id}.cose`);
    if (toHex(sm3(bytes)) !== hash) throw new Error(`status list ${id} is not the one of the trust list`);
    statusLists.set(id, await openStatusList(bytes, trust, null));
  }
  return verifyCode(text, { trust, statusLists, now: Math.floor(Date.now() / 1000), clockHighWater: 0 });
}
