import type { Ctx } from '@miaoben/kernel';
import DataLoader from 'dataloader';
import { decodeCertificateId } from '../certificate/certificate-key.ts';
import { shapeGrant } from '../seal/seal.shape.ts';
import type { SealGrant } from '../seal/seal.type.ts';
import { grantsOf } from '../seal/seal-grant.repository.ts';
import { submissionsOf } from '../submission/submission.repository.ts';
import { shapeSubmission } from '../submission/submission.shape.ts';
import type { Submission } from '../submission/submission.type.ts';
import { documentsOf } from './document.repository.ts';
import { shapeDocument } from './document.shape.ts';
import type { CertificateDocument } from './document.type.ts';

export interface SealingLoaders {
  /** by certificate id of a certificate the caller reaches */
  documentsOfCertificate: DataLoader<string, CertificateDocument[]>;
  /** by id of a seal the caller reaches */
  grantsOfSeal: DataLoader<string, SealGrant[]>;
  /** by id of a file the caller reaches */
  submissionOfDocument: DataLoader<string, Submission | null>;
  /** by id of a seal the caller reaches */
  submissionOfSeal: DataLoader<string, Submission | null>;
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

async function loadSubmissions(
  ctx: Base,
  kind: 'certificate' | 'seal',
  ids: readonly string[],
): Promise<(Submission | null)[]> {
  const found = new Map((await submissionsOf(ctx.em, kind, ids)).map((row) => [row.subject_id, shapeSubmission(row)]));
  return ids.map((id) => found.get(id) ?? null);
}

export const sealingLoaders = (ctx: Base): SealingLoaders => ({
  documentsOfCertificate: new DataLoader((ids) => loadDocuments(ctx, ids)),
  grantsOfSeal: new DataLoader((ids) => loadGrants(ctx, ids)),
  submissionOfDocument: new DataLoader((ids) => loadSubmissions(ctx, 'certificate', ids)),
  submissionOfSeal: new DataLoader((ids) => loadSubmissions(ctx, 'seal', ids)),
});
