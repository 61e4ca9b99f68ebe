import { audit, badInput } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { reachOf } from '../../scope.ts';
import { certificatesOfDocument } from '../certificate/certificate.list.ts';
import { documentBlinds } from '../holder/document-blinds.ts';
import { openValues } from '../licence/licence.entry.ts';
import { shownField } from '../licence/licence.face.ts';
import type { LicenceRow } from '../licence/licence.repository.ts';
import { definitionsOf } from '../licence/licence.shape.ts';
import { encodeLicenceId } from '../licence/licence-key.ts';
import { licencesOfHolder } from '../licence/licence-query.repository.ts';
import type { LicenceDefinition } from '../licence-type/definition.ts';
import { activeTypeOf } from '../licence-type/licence-type.repository.ts';
import { folded } from '../licence-type/plain-text.ts';
import { namesOf } from '../organisation/organisation.repository.ts';
import type { HeldLicence } from './held-licence.type.ts';

/** Lines of each of the two stores at most: nobody holds as many. */
const MOST = 100;
const CERTIFICATE_TYPE = 'vaccination_certificate';
const OUT_OF_USE = new Set<HeldLicence['state']>(['revoked', 'expired']);

function lineOfLicence(
  ctx: CertificatesCtx,
  row: LicenceRow,
  type: string,
  definition: LicenceDefinition,
): HeldLicence {
  const values = openValues(ctx.keyring, row.sealed);
  const masked = (key: string | undefined): string | null => {
    const field = definition.fields.find((f) => f.key === key);
    return (field && shownField(definition, field, values, false).value) || null;
  };
  return {
    id: encodeLicenceId({ typeCode: row.type_code, licenceId: row.licence_id }),
    isLicence: true,
    holderName: masked(definition.core.holderName) ?? '',
    phone: masked(definition.fields.find((f) => f.type === 'phone' && values[f.key] !== undefined)?.key),
    type,
    typeName: definition.name.zh,
    typeNameEn: definition.name.en,
    state: row.state,
    number: row.number,
    issuerName: row.issuer_name,
    validTo: row.valid_to,
  };
}

async function certificateLines(ctx: CertificatesCtx, holder: string): Promise<HeldLicence[]> {
  const reach = reachOf(ctx.scopeOf('Query.licencesOfHolder'), ctx.claims);
  const listed = await certificatesOfDocument(ctx.em, ctx, holder, reach, MOST);
  if (listed.length === 0) return [];
  const issuers = await namesOf(ctx.em, [...new Set(listed.map(({ certificate }) => certificate.issuer.id))]);
  const type = await activeTypeOf(ctx.em, CERTIFICATE_TYPE);
  return listed.map(({ certificate, contactPhone }) => ({
    id: certificate.id,
    isLicence: false,
    holderName: certificate.maskedName,
    phone: contactPhone,
    type: CERTIFICATE_TYPE,
    typeName: type?.definition.name.zh ?? '',
    typeNameEn: type?.definition.name.en ?? '',
    state: certificate.state,
    number: certificate.number,
    issuerName: issuers.get(certificate.issuer.id) ?? '',
    validTo: certificate.expiresOn,
  }));
}

/**
 * Query.licencesOfHolder: what a holder has of all types, inside the caller's area, those in use first.
 * @param text number of the holder's document, or the whole name of an institution
 * @throws BAD_INPUT holder (required)
 */
export async function listHeldLicences(ctx: CertificatesCtx, text: string): Promise<HeldLicence[]> {
  const operation = 'Query.licencesOfHolder';
  const holder = text.trim();
  if (holder === '') throw badInput('holder', 'required');
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const institution = ctx.keyring.blind('licence.holder', folded(holder));
  const rows = await licencesOfHolder(ctx.em, documentBlinds(ctx.keyring, holder), institution, reach, MOST);
  const definitions = await definitionsOf(ctx.em, rows);
  const lines = [
    ...(await certificateLines(ctx, holder)),
    ...rows.map((row) => lineOfLicence(ctx, row, definitions.type(row).slug, definitions(row))),
  ].sort((a, b) => Number(OUT_OF_USE.has(a.state)) - Number(OUT_OF_USE.has(b.state)));
  await audit(ctx.em, ctx.claims, operation, undefined, { rows: lines.length });
  return lines;
}
