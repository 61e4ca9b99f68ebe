import { audit, type Em, forbidden, runCommand } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { applicationsOfAccount } from '../application/application.repository.ts';
import { shapeApplication } from '../application/application.shape.ts';
import { certificatesOfAccount } from '../certificate/certificate.repository.ts';
import { shapeCertificate, stateOf } from '../certificate/certificate.shape.ts';
import { boundPersonIds, chooseDefault, chosenDefault } from './holding.repository.ts';
import { defaultOf } from './holding.rules.ts';
import type { CertificateHolding } from './holding.type.ts';

/** Query.myHoldings: the default one first. */
export async function readHoldings(ctx: CertificatesCtx): Promise<CertificateHolding[]> {
  const { account } = ctx.claims;
  const persons = await boundPersonIds(ctx.em, account);
  if (persons.length === 0) return [];
  const certificates = new Map((await certificatesOfAccount(ctx.em, account)).map((row) => [row.person_id, row]));
  const applications = new Map((await applicationsOfAccount(ctx.em, account)).map((row) => [row.person_id, row]));
  const now = ctx.clock.instant();
  const held = persons.map((id) => {
    const row = certificates.get(id);
    return { id, row, hasCertificate: row !== undefined && stateOf(row, now) === 'valid' };
  });
  const first = defaultOf(held, await chosenDefault(ctx.em, account));
  await audit(ctx.em, ctx.claims, 'Query.myHoldings', undefined, { rows: persons.length });
  return held
    .map(({ id, row }) => {
      const application = applications.get(id);
      return {
        person: { id },
        isDefault: id === first,
        certificate: row ? shapeCertificate(ctx, row) : null,
        application: application ? shapeApplication(ctx, application) : null,
      };
    })
    .sort((a, b) => Number(b.isDefault) - Number(a.isDefault));
}

/** Mutation.setDefaultCertificate. @throws FORBIDDEN when the person is not bound to the caller */
export async function setDefault(
  ctx: CertificatesCtx,
  commandId: string,
  personId: string,
): Promise<CertificateHolding[]> {
  const { account } = ctx.claims;
  await runCommand(ctx, 'Mutation.setDefaultCertificate', commandId, { personId }, async (em: Em) => {
    if (!(await boundPersonIds(em, account)).includes(personId)) throw forbidden();
    await chooseDefault(em, account, personId);
    return { outcome: true, subject: personId };
  });
  return readHoldings(ctx);
}
