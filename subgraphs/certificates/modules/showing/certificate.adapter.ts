import { dateInShanghai, openIdentity, query } from '@miaoben/kernel';
import { withinReach } from '../../scope.ts';
import type { CertificateRow } from '../certificate/certificate.repository.ts';
import { stateOf } from '../certificate/certificate.shape.ts';
import { encodeCertificateId } from '../certificate/certificate-key.ts';
import type { LicenceValues } from '../licence-type/definition.validate.ts';
import type { CredentialStore, Lookup, Shown, StoreEnv } from './showing.port.ts';

interface Row extends CertificateRow {
  sealed: string;
  sex: 'F' | 'M' | 'U';
  division: string;
  document_blind: string | null;
  issuer_name: string | null;
}

const COLUMN: Record<Lookup['by'], string> = {
  document: 'h.document_blind',
  number: 'c.number',
  identifier: 'c.identifier',
};
const sought = (lookup: Lookup): string =>
  lookup.by === 'document' ? lookup.blind : lookup.by === 'number' ? lookup.number : lookup.identifier;
const SEX: Record<Row['sex'], string | undefined> = { M: '1', F: '2', U: undefined };
const FROM = `select c.*, h.sealed, h.sex, h.division, h.document_blind, o.name as issuer_name
  from certificate c join holder h using (person_id) left join organisation o on o.id = c.issuer_id`;

function valuesOf({ keyring }: StoreEnv, row: Row): LicenceValues {
  const { name, documentType, documentNumber } = openIdentity(keyring, row.sealed);
  const values: Record<string, string | undefined> = {
    number: row.number,
    holderName: name,
    sex: SEX[row.sex],
    birthDate: row.birth_date,
    documentType,
    documentNumber: documentNumber ?? undefined,
    issuer: row.issuer_name ?? undefined,
    issueDate: dateInShanghai(new Date(row.issued_at)),
    validTo: dateInShanghai(new Date(row.expires_at)),
    result: String(row.result),
  };
  const filled = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(filled);
}

function shown(env: StoreEnv, row: Row): Shown {
  return {
    id: encodeCertificateId({ personId: row.person_id, certificateId: row.certificate_id }),
    number: row.number,
    identifier: row.identifier,
    state: stateOf(row, env.now),
    validFrom: dateInShanghai(new Date(row.issued_at)),
    validTo: dateInShanghai(new Date(row.expires_at)),
    division: row.division,
    birthDate: row.birth_date,
    holderBlind: row.document_blind,
    values: () => valuesOf(env, row),
  };
}

/** Vaccination certificates issued here. */
export const certificates: CredentialStore = {
  async find(env, _type, lookup, reach) {
    const { sql, parameters } = withinReach('h', reach, 2);
    const [row] = await query<Row>(
      env.em,
      `${FROM} where ${COLUMN[lookup.by]} = $1 and ${sql}
       order by (c.state = 'valid') desc, c.certificate_id desc limit 1`,
      [sought(lookup), ...parameters],
    );
    return row ? shown(env, row) : null;
  },
  async page(env, _type, afterId, limit, reach) {
    const { sql, parameters } = withinReach('h', reach, 3);
    const key = afterId === null ? null : Buffer.from(afterId, 'base64url').toString('utf8').split('/');
    const rows = await query<Row>(
      env.em,
      `${FROM} where c.state = 'valid' and ($1::uuid[] is null or (c.person_id, c.certificate_id) > (($1::uuid[])[1], ($1::uuid[])[2]))
         and ${sql} order by c.person_id, c.certificate_id limit $2`,
      [key, limit, ...parameters],
    );
    return rows.map((row) => shown(env, row));
  },
};
