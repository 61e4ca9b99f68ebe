import { audit, type Ctx, isUuid } from '@miaoben/kernel';
import DataLoader from 'dataloader';
import {
  certificateHistory,
  findCertificates,
  latestCertificates,
} from './modules/certificate/certificate.repository.ts';
import { shapeCertificate } from './modules/certificate/certificate.shape.ts';
import type { Certificate } from './modules/certificate/certificate.type.ts';
import { decodeCertificateId } from './modules/certificate/certificate-key.ts';
import { type SealingLoaders, sealingLoaders } from './modules/document/document.loaders.ts';
import { findChecks } from './modules/school-check/school-check.repository.ts';
import { shapeCheck } from './modules/school-check/school-check.shape.ts';
import type { SchoolCheck } from './modules/school-check/school-check.type.ts';
import { type PupilLoaders, pupilLoaders } from './modules/school-pupil/school-pupil.loaders.ts';
import { type RoundLoaders, roundLoaders } from './modules/school-round/school-round.loaders.ts';
import { reachOf } from './scope.ts';

export interface Loaders extends SealingLoaders, RoundLoaders, PupilLoaders {
  /** by certificate id; null: out of reach or not there */
  certificate: DataLoader<string, Certificate | null>;
  /** by person id: the latest certificate */
  certificateOfPerson: DataLoader<string, Certificate | null>;
  /** by person id: all issues, newest first */
  certificateHistory: DataLoader<string, Certificate[]>;
  /** by id of a check of the caller's school */
  schoolCheck: DataLoader<string, SchoolCheck | null>;
}
export type CertificatesCtx = Ctx<Loaders>;
type Base = Omit<Ctx, 'loaders'>;

async function loadCertificates(ctx: Base, ids: readonly string[]): Promise<(Certificate | null)[]> {
  const reach = reachOf(ctx.scopeOf('Query.certificate'), ctx.claims);
  const keys = ids.map(decodeCertificateId).filter((k) => k !== null);
  const rows = await findCertificates(ctx.em, keys, reach);
  const found = new Map(rows.map((row) => shapeCertificate(ctx, row)).map((c) => [c.id, c]));
  return ids.map((id) => found.get(id) ?? null);
}

async function loadOfPersons(ctx: Base, ids: readonly string[]): Promise<(Certificate | null)[]> {
  const reach = reachOf(ctx.scopeOf('Query.certificate'), ctx.claims);
  const rows = await latestCertificates(ctx.em, ids.filter(isUuid), reach);
  if (rows.length > 0) {
    const [only] = rows.length === 1 ? rows : [];
    await audit(ctx.em, ctx.claims, 'Person.certificate', only?.person_id, { rows: rows.length });
  }
  const found = new Map(rows.map((row) => [row.person_id, shapeCertificate(ctx, row)]));
  return ids.map((id) => found.get(id) ?? null);
}

async function loadHistory(ctx: Base, ids: readonly string[]): Promise<Certificate[][]> {
  const reach = reachOf(ctx.scopeOf('Query.certificate'), ctx.claims);
  const rows = await certificateHistory(ctx.em, ids.filter(isUuid), reach);
  if (rows.length > 0)
    await audit(ctx.em, ctx.claims, 'Person.certificateHistory', rows[0]?.person_id, { rows: rows.length });
  const found = Map.groupBy(rows, (row) => row.person_id);
  return ids.map((id) => (found.get(id) ?? []).map((row) => shapeCertificate(ctx, row)));
}

async function loadChecks(ctx: Base, ids: readonly string[]): Promise<(SchoolCheck | null)[]> {
  if (ctx.scopeOf('Query.schoolCheck') !== 'roster' || !ctx.claims.organisation) return ids.map(() => null);
  const rows = await findChecks(ctx.em, ids.filter(isUuid), ctx.claims.organisation);
  const found = new Map(rows.map((row) => [row.id, shapeCheck(ctx, row)]));
  return ids.map((id) => found.get(id) ?? null);
}

export function loaders(ctx: Base): Loaders {
  return {
    ...sealingLoaders(ctx),
    certificate: new DataLoader((ids) => loadCertificates(ctx, ids)),
    certificateOfPerson: new DataLoader((ids) => loadOfPersons(ctx, ids)),
    certificateHistory: new DataLoader((ids) => loadHistory(ctx, ids)),
    schoolCheck: new DataLoader((ids) => loadChecks(ctx, ids)),
    ...roundLoaders(ctx),
    ...pupilLoaders(ctx),
  };
}
