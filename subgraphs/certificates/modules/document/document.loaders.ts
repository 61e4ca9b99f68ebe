import type { Ctx } from '@miaoben/kernel';
import DataLoader from 'dataloader';
import { decodeCertificateId } from '../certificate/certificate-key.ts';
import { shapeGrant } from '../seal/seal.shape.ts';
import type { SealGrant } from '../seal/seal.type.ts';
import { grantsOf } from '../seal/seal-grant.repository.ts';
import { documentsOf } from './document.repository.ts';
import { shapeDocument } from './document.shape.ts';
import type { CertificateDocument } from './document.type.ts';

export interface SealingLoaders {
  /** by certificate id of a certificate the caller reaches */
  documentsOfCertificate: DataLoader<string, CertificateDocument[]>;
  /** by id of a seal the caller reaches */
  grantsOfSeal: DataLoader<string, SealGrant[]>;
}
type Base = Omit<Ctx, 'loaders'>;

async function loadDocuments(ctx: Base, ids: readonly string[]): Promise<CertificateDocument[][]> {
  const keys = ids.map(decodeCertificateId).filter((k) => k !== null);
  const shaped = (await documentsOf(ctx.em, keys)).map((row) => shapeDocument(ctx, row));
  const found = Map.groupBy(shaped, (d) => d.certificateId);
  return ids.map((id) => found.get(id) ?? []);
}

async function loadGrants(ctx: Base, ids: readonly string[]): Promise<SealGrant[][]> {
  const found = Map.groupBy(await grantsOf(ctx.em, ids), (row) => row.seal_id);
  return ids.map((id) => (found.get(id) ?? []).map(shapeGrant));
}

export const sealingLoaders = (ctx: Base): SealingLoaders => ({
  documentsOfCertificate: new DataLoader((ids) => loadDocuments(ctx, ids)),
  grantsOfSeal: new DataLoader((ids) => loadGrants(ctx, ids)),
});
