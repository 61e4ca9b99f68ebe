import { createHash } from 'node:crypto';
import { type Em, query } from './db.ts';

const LINES_PER_BATCH = 5_000;
const GENESIS = '0'.repeat(64);

interface LineRow {
  seq: string;
  /** microseconds since 1970, as text: no session setting changes it */
  at: string;
  account_id: string;
  role: string;
  operation: string;
  subject: string | null;
  detail: unknown;
}

const COLUMNS =
  '(extract(epoch from at) * 1000000)::bigint::text as at, seq, account_id, role, operation, subject, detail';

function hashOf(previous: string, lines: LineRow[]): string {
  const hash = createHash('sha256').update(previous);
  for (const l of lines) {
    hash.update(JSON.stringify([l.seq, l.at, l.account_id, l.role, l.operation, l.subject, l.detail]));
  }
  return hash.digest('hex');
}

/** Seals the lines written since the last batch: one hash over them and the hash before. @returns the head, or undefined when nothing was open */
export async function sealAuditLines(em: Em): Promise<{ batch: string; hash: string } | undefined> {
  return em.fork().transactional(async (inner) => {
    const tx = inner as Em;
    await query(tx, 'select pg_advisory_xact_lock(6)');
    const lines = await query<LineRow>(
      tx,
      `select ${COLUMNS} from audit_line where batch is null order by seq limit ${LINES_PER_BATCH}`,
    );
    if (lines.length === 0) return undefined;
    const [last] = await query<{ hash: string }>(tx, 'select hash from audit_batch order by id desc limit 1');
    const previous = last?.hash ?? GENESIS;
    const hash = hashOf(previous, lines);
    const [batch] = await query<{ id: string }>(
      tx,
      'insert into audit_batch (lines, previous, hash) values ($1, $2, $3) returning id',
      [lines.length, previous, hash],
    );
    await query(tx, 'update audit_line set batch = $1 where seq = any($2::bigint[])', [
      batch!.id,
      lines.map((l) => l.seq),
    ]);
    return { batch: batch!.id, hash };
  });
}

/** Recomputes every batch. @returns the id of the first batch that does not fit, or undefined when lines and chain agree */
export async function verifyAuditChain(em: Em): Promise<string | undefined> {
  let previous = GENESIS;
  const batches = await query<{ id: string; lines: number; previous: string; hash: string }>(
    em,
    'select id, lines, previous, hash from audit_batch order by id',
  );
  for (const batch of batches) {
    const lines = await query<LineRow>(em, `select ${COLUMNS} from audit_line where batch = $1 order by seq`, [
      batch.id,
    ]);
    if (batch.previous !== previous || lines.length !== batch.lines || hashOf(previous, lines) !== batch.hash)
      return batch.id;
    previous = batch.hash;
  }
  return undefined;
}

/** The end of the chain: what identity anchors, so that a chain cannot be cut short or rewritten unseen. */
export interface AuditHead {
  batch: string;
  hash: string;
}

/** @returns undefined while nothing is sealed yet */
export async function auditHead(em: Em): Promise<AuditHead | undefined> {
  const [head] = await query<AuditHead>(em, 'select id::text as batch, hash from audit_batch order by id desc limit 1');
  return head;
}

/** @returns the batches of these anchors that are gone or have another hash now */
export async function brokenAnchors(em: Em, anchors: readonly AuditHead[]): Promise<string[]> {
  const rows = await query<AuditHead>(
    em,
    'select id::text as batch, hash from audit_batch where id = any($1::bigint[])',
    [anchors.map((a) => a.batch)],
  );
  const hashes = new Map(rows.map((r) => [r.batch, r.hash]));
  return anchors.filter((a) => hashes.get(a.batch) !== a.hash).map((a) => a.batch);
}
