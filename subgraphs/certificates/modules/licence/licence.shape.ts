import type { Em } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import type { LicenceDefinition } from '../licence-type/definition.ts';
import { type DefinitionKey, definitionsFor, type TypeName } from '../licence-type/licence-type.repository.ts';
import { openValues } from './licence.entry.ts';
import { columnsOf, faceOf } from './licence.face.ts';
import type { LicenceRow } from './licence.repository.ts';
import type { Licence } from './licence.type.ts';
import { encodeLicenceId } from './licence-key.ts';
import { offersOf, shapeOffer } from './licence-offer.ts';

/**
 * The definitions these licences were written under: a row that a migration has not reached yet, or could not carry over, is read as it
 * was written.
 */
export async function definitionsOf(em: Em, rows: readonly DefinitionKey[]) {
  const found = await definitionsFor(em, rows);
  const of = (row: DefinitionKey) => {
    const one = found.get(`${row.type_code} ${row.type_version}`);
    if (!one) throw new Error(`version ${row.type_version} of ${row.type_code} is gone`);
    return one;
  };
  return Object.assign((row: DefinitionKey): LicenceDefinition => of(row).definition, {
    type: (row: DefinitionKey): TypeName => of(row),
  });
}

/**
 * @param view `list`: the managing body's columns, masked; `own`: the holder's columns and face, whole; `face`: face, whole
 */
export function shapeLicence(
  { keyring, clock }: Pick<CertificatesCtx, 'keyring' | 'clock'>,
  row: LicenceRow,
  type: TypeName,
  definition: LicenceDefinition,
  view: 'list' | 'own' | 'face',
): Licence {
  const values = openValues(keyring, row.sealed);
  const full = view !== 'list';
  const columns = view === 'own' ? definition.listColumns : definition.managementColumns;
  return {
    id: encodeLicenceId({ typeCode: row.type_code, licenceId: row.licence_id }),
    type: type.slug,
    typeName: definition.name.zh,
    typeVersion: row.type_version,
    number: row.number,
    identifier: row.identifier,
    issuerName: row.issuer_name,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    state: row.state,
    isValid: row.valid_flag === 1,
    source: row.source,
    collectedAt: new Date(row.collected_at),
    updatedAt: new Date(row.updated_at),
    columns: columnsOf(definition, columns, values, full),
    face: full ? faceOf(definition, values, true) : null,
    offers:
      view === 'own'
        ? offersOf(definition, row, clock.today()).map((offer) => shapeOffer(definition, offer, values))
        : null,
  };
}
