import { change, type Em, newId, query } from '@miaoben/kernel';
import type { Difference } from './schedule.difference.ts';
import type { Affected, Finding, ScheduleContent } from './schedule.document.ts';
import type { ProposalState } from './schedule.type.ts';

export interface DocumentRow extends ScheduleContent {
  id: string;
  document: unknown;
  layers: unknown[];
  active_from: string;
  /** rules (`rulesOn`) all files have been, or are being, judged by; null: not noted yet */
  version: string | null;
}

/** The document in use; undefined while the reference data are not loaded. */
export async function activeDocument(em: Em): Promise<DocumentRow | undefined> {
  const [row] = await query<DocumentRow>(
    em,
    `select id, document, layers, active_from, version from schedule_document
     where active_from is not null order by active_from desc limit 1`,
  );
  return row;
}

/** A document by id, whether in use or not. */
export async function documentById(em: Em, id: string): Promise<ScheduleContent | undefined> {
  const [row] = await query<ScheduleContent>(em, 'select document, layers from schedule_document where id = $1', [id]);
  return row;
}

export interface HistoryRow {
  id: string;
  loaded_at: string;
  loaded_by: string | null;
  note: string | null;
  active_from: string | null;
}

/** All documents without their content, newest first. */
export async function documentHistory(em: Em): Promise<HistoryRow[]> {
  return query<HistoryRow>(
    em,
    `select id, loaded_at, loaded_by, note, active_from from schedule_document
     order by coalesce(active_from, loaded_at) desc, id desc`,
  );
}

/** One change of the document at a time. */
export const lockSchedule = (em: Em): Promise<unknown> =>
  query(em, `select pg_advisory_xact_lock(hashtextextended('schedule document', 13))`);

/**
 * Adds a document. The time of activation is the database's: a demo's clock may run behind that of an earlier row.
 * @param active false: kept for an activation later
 */
export async function insertDocument(
  em: Em,
  content: ScheduleContent,
  by: { account: string | null; note: string | null; version: string | null },
  active: boolean,
): Promise<string> {
  const id = newId();
  await change(
    em,
    `insert into schedule_document (id, document, layers, loaded_by, note, version, active_from)
     values ($1, $2, $3, $4, $5, $6, case when $7 then clock_timestamp() end)`,
    [id, JSON.stringify(content.document), JSON.stringify(content.layers), by.account, by.note, by.version, active],
  );
  return id;
}

/** What the software brought last, and whether it is this one. */
export async function latestRelease(
  em: Em,
  content: ScheduleContent,
): Promise<{ id: string; same: boolean } | undefined> {
  const [row] = await query<{ id: string; same: boolean }>(
    em,
    `select id, document = $1::jsonb and layers = $2::jsonb as same from schedule_document
     where loaded_by is null order by loaded_at desc limit 1`,
    [JSON.stringify(content.document), JSON.stringify(content.layers)],
  );
  return row;
}

/** Notes the version files are judged by. @returns false when another process was faster */
export async function noteVersion(em: Em, id: string, from: string | null, to: string): Promise<boolean> {
  const changed = await change(
    em,
    'update schedule_document set version = $3 where id = $1 and version is not distinct from $2',
    [id, from, to],
  );
  return changed === 1;
}

export interface ProposalRow {
  id: string;
  file_id: string;
  file_name: string;
  state: ProposalState;
  created_at: string;
  base_id: string | null;
  findings: Finding[];
  differences: Difference[];
  affected: Affected | null;
  affected_files: number | null;
}

const PROPOSAL = 'id, file_id, file_name, state, created_at, base_id, findings, differences, affected, affected_files';

export async function insertProposal(
  em: Em,
  row: { id: string; fileId: string; fileName: string; account: string; at: Date },
): Promise<void> {
  await change(
    em,
    `insert into schedule_proposal (id, file_id, file_name, state, created_by, created_at)
     values ($1, $2, $3, 'uploading', $4, $5)`,
    [row.id, row.fileId, row.fileName, row.account, row.at],
  );
}

export async function proposalById(em: Em, id: string): Promise<ProposalRow | undefined> {
  const [row] = await query<ProposalRow>(em, `select ${PROPOSAL} from schedule_proposal where id = $1`, [id]);
  return row;
}

/** A proposal with its content, held until the transaction ends. */
export async function lockProposal(em: Em, id: string): Promise<(ProposalRow & ScheduleContent) | undefined> {
  const [row] = await query<ProposalRow & ScheduleContent>(
    em,
    `select ${PROPOSAL}, document, layers from schedule_proposal where id = $1 for update`,
    [id],
  );
  return row;
}

/** The latest proposals, newest first. */
export async function latestProposals(em: Em, limit: number): Promise<ProposalRow[]> {
  return query<ProposalRow>(em, `select ${PROPOSAL} from schedule_proposal order by id desc limit $1`, [limit]);
}

/** Proposals whose file is there and which nobody has read: one by its file, or all that a stopped process left. */
export async function unreadProposals(em: Em, fileId: string | null): Promise<{ id: string; file_id: string }[]> {
  return query(
    em,
    `select p.id, p.file_id from schedule_proposal p join stored_file f on f.id = p.file_id
     where p.state = 'uploading' and f.stored_at is not null and ($1::uuid is null or p.file_id = $1)`,
    [fileId],
  );
}

export interface ReadProposal {
  state: ProposalState;
  baseId: string | null;
  content: ScheduleContent | null;
  findings: readonly Finding[];
  differences: readonly Difference[];
  affected: Affected | null;
  affectedFiles: number | null;
}

/** Writes what the reading found; nothing when another process has read the file already. */
export async function putRead(em: Em, id: string, read: ReadProposal): Promise<void> {
  await change(
    em,
    `update schedule_proposal set state = $2, base_id = $3, document = $4, layers = $5, findings = $6, differences = $7,
       affected = $8, affected_files = $9
     where id = $1 and state = 'uploading'`,
    [
      id,
      read.state,
      read.baseId,
      read.content && JSON.stringify(read.content.document),
      read.content && JSON.stringify(read.content.layers),
      JSON.stringify(read.findings),
      JSON.stringify(read.differences),
      read.affected && JSON.stringify(read.affected),
      read.affectedFiles,
    ],
  );
}

export async function markActivated(em: Em, id: string): Promise<void> {
  await change(em, `update schedule_proposal set state = 'activated' where id = $1`, [id]);
}
