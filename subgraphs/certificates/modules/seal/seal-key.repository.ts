import { type Algorithm, loadSigner, type Signer } from '@miaoben/credential';
import { change, type Em, type Keyring, newId, query } from '@miaoben/kernel';
import { serialNumberOf } from '@miaoben/sealed-file';

const SEALED = 'seal_key.private';

/** A certificate with its key. */
export interface SealKey {
  readonly id: string;
  /** DER */
  readonly certificate: Uint8Array;
  /** hexadecimal */
  readonly serial: string;
  readonly signer: Signer;
}
type Use = 'root' | 'maker' | 'signer';
interface Row {
  id: string;
  alg: Algorithm;
  certificate: Uint8Array;
  serial: string;
  private_sealed: string;
}

const COLUMNS = 'id, alg, certificate, serial, private_sealed';

async function opened(keyring: Keyring, row: Row): Promise<SealKey> {
  const signer = await loadSigner(row.alg, Buffer.from(keyring.open(row.private_sealed, SEALED), 'base64'));
  return { id: row.id, certificate: new Uint8Array(row.certificate), serial: row.serial, signer };
}

export async function authorityKey(
  em: Em,
  keyring: Keyring,
  use: Exclude<Use, 'signer'>,
  alg: Algorithm,
): Promise<SealKey | undefined> {
  const [row] = await query<Row>(em, `select ${COLUMNS} from seal_key where use = $1 and alg = $2`, [use, alg]);
  return row && opened(keyring, row);
}

/** @throws when there is none: keys are never removed */
export async function sealKey(em: Em, keyring: Keyring, id: string): Promise<SealKey> {
  const [row] = await query<Row>(em, `select ${COLUMNS} from seal_key where id = $1`, [id]);
  if (!row) throw new Error('a key of a seal is missing');
  return opened(keyring, row);
}

/** Certificates of the local roots, DER; none before the first seal is made. */
export async function rootCertificates(em: Em): Promise<{ alg: Algorithm; certificate: Uint8Array }[]> {
  return query(em, "select alg, certificate from seal_key where use = 'root' order by alg desc");
}

export async function insertSealKey(
  em: Em,
  keyring: Keyring,
  key: { use: Use; signer: Signer; certificate: Uint8Array; pkcs8: Uint8Array; at: Date },
): Promise<SealKey> {
  const id = newId();
  const { signer, certificate } = key;
  const serial = serialNumberOf(certificate);
  await change(
    em,
    `insert into seal_key (id, use, alg, certificate, serial, private_sealed, created_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      key.use,
      signer.alg,
      Buffer.from(certificate),
      serial,
      keyring.seal(Buffer.from(key.pkcs8).toString('base64'), SEALED),
      key.at,
    ],
  );
  return { id, certificate, serial, signer };
}
