import { query } from '@miaoben/kernel';
import { type Reach, withinArea } from '../../scope.ts';
import { openValues } from '../licence/licence.entry.ts';
import type { LicenceRow } from '../licence/licence.repository.ts';
import type { CredentialStore, Lookup, Shown, StoreEnv } from './showing.port.ts';

const COLUMN: Record<Lookup['by'], string> = {
  document: 'l.holder_document_blind',
  number: 'l.number',
  identifier: 'l.identifier',
};
const sought = (lookup: Lookup): string =>
  lookup.by === 'document' ? lookup.blind : lookup.by === 'number' ? lookup.number : lookup.identifier;

function shown({ keyring, now }: StoreEnv, row: LicenceRow): Shown {
  const today = now.toISOString().slice(0, 10);
  const expired = row.state === 'valid' && row.valid_to !== null && row.valid_to < today;
  return {
    id: row.licence_id,
    number: row.number,
    identifier: row.identifier,
    state: expired ? 'expired' : row.state,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    division: row.division,
    birthDate: null,
    holderBlind: row.holder_document_blind,
    values: () => openValues(keyring, row.sealed),
  };
}

/** Licences collected from outside or generated here: the store of all types but those that have one of their own. */
export const licences: CredentialStore = {
  async find(env, type, lookup, reach: Reach) {
    const { sql, parameters } = withinArea('l.division', reach, 3);
    const [row] = await query<LicenceRow>(
      env.em,
      `select l.* from licence l where l.type_code = $1 and ${COLUMN[lookup.by]} = $2 and l.valid_flag = 1 and ${sql}
       order by (l.state = 'valid') desc, l.business_date desc, l.licence_id desc limit 1`,
      [type.code, sought(lookup), ...parameters],
    );
    return row ? shown(env, row) : null;
  },
  async page(env, type, afterId, limit, reach) {
    const { sql, parameters } = withinArea('l.division', reach, 4);
    const rows = await query<LicenceRow>(
      env.em,
      `select l.* from licence l where l.type_code = $1 and l.valid_flag = 1 and ($2::uuid is null or l.licence_id > $2)
         and ${sql} order by l.licence_id limit $3`,
      [type.code, afterId, limit, ...parameters],
    );
    return rows.map((row) => shown(env, row));
  },
};
