import { text } from 'node:stream/consumers';
import {
  badInput,
  type Em,
  forbidden,
  isUuidV7,
  MiaobenError,
  newId,
  runCommand,
  type Services,
  wrongFileType,
} from '@miaoben/kernel';
import { readWords } from '@miaoben/kernel/words';
import type { VaccinesCtx } from '../../loaders.ts';
import { forgetCatalogue } from '../catalogue/catalogue.ts';
import { countAffected } from './rejudging.repository.ts';
import { affectedBy, differencesOf } from './schedule.difference.ts';
import { type Finding, readContent, rulesOn, type ScheduleContent, validate, versionsOf } from './schedule.document.ts';
import {
  activeDocument,
  insertProposal,
  latestProposals,
  lockProposal,
  lockSchedule,
  markActivated,
  type ProposalRow,
  proposalById,
  putRead,
  type ReadProposal,
  unreadProposals,
} from './schedule.repository.ts';
import { activeSchedule, useDocument } from './schedule.service.ts';
import type { ScheduleInfo, ScheduleProposal } from './schedule.type.ts';

const FILE_KIND = 'schedule-proposal';
const LARGEST = 2 * 1024 * 1024;
const LONGEST_NAME = 200;
const SHOWN = 20;
/** Code of a province: two digits. */
const PROVINCE_DIGITS = 2;

/** Rules are changed for the whole province or not at all. @throws FORBIDDEN for a CDC below the province */
function holdToProvince(ctx: VaccinesCtx): void {
  if (!ctx.claims.divisions.some((d) => d.length === PROVINCE_DIGITS)) throw forbidden();
}

const shape = (ctx: Pick<VaccinesCtx, 'files'>, row: ProposalRow): ScheduleProposal => ({
  id: row.id,
  fileName: row.file_name,
  state: row.state,
  createdAt: new Date(row.created_at),
  uploadUrl: row.state === 'uploading' ? ctx.files.uploadUrl(row.file_id) : null,
  findings: row.findings,
  differences: row.differences,
  affectedFiles: row.affected_files,
});

export async function findProposal(ctx: VaccinesCtx, id: string): Promise<ScheduleProposal | null> {
  holdToProvince(ctx);
  const row = isUuidV7(id) ? await proposalById(ctx.em, id) : undefined;
  return row ? shape(ctx, row) : null;
}

export async function listProposals(ctx: VaccinesCtx): Promise<ScheduleProposal[]> {
  holdToProvince(ctx);
  return (await latestProposals(ctx.em, SHOWN)).map((row) => shape(ctx, row));
}

/** Announces a file. @throws FORBIDDEN below the province; BAD_INPUT fileName (file_type, too_long), size (file_too_large) */
export async function proposeSchedule(
  ctx: VaccinesCtx,
  commandId: string,
  fileName: string,
  size: number,
): Promise<ScheduleProposal> {
  holdToProvince(ctx);
  if (Array.from(fileName).length > LONGEST_NAME) throw badInput('fileName', 'too_long', { max: LONGEST_NAME });
  if (!/\.json$/i.test(fileName)) throw wrongFileType('fileName', ['json']);
  if (size > LARGEST) throw badInput('size', 'file_too_large', { max: LARGEST });
  const { account } = ctx.claims;
  const id = await runCommand(ctx, 'Mutation.proposeSchedule', commandId, { fileName, size }, async (em) => {
    const proposal = newId();
    const fileId = await ctx.files.announce(em, { name: fileName, kind: FILE_KIND, accountId: account, size });
    await insertProposal(em, { id: proposal, fileId, fileName, account, at: ctx.clock.now() });
    return { outcome: proposal, subject: proposal };
  });
  const row = await proposalById(ctx.em, id);
  if (!row) throw new Error(`the proposal ${id} is gone`);
  return shape(ctx, row);
}

const refused = (...findings: Finding[]): ReadProposal => ({
  state: 'refused',
  baseId: null,
  content: null,
  findings,
  differences: [],
  affected: null,
  affectedFiles: null,
});

/** A fault on our side, or a form nobody has thought of: the log has the rest. */
const UNREADABLE: Finding = {
  code: 'invalid',
  path: '$',
  message: '系统未能读取该文件，请核对文件内容；仍不能解决时请联系平台管理员。',
};

/** Judges a file that was uploaded: what is wrong with it, or how it differs from the document in use. */
async function examine(em: Em, body: string, today: string): Promise<ReadProposal> {
  const active = await activeDocument(em);
  if (!active) throw new MiaobenError('UNAVAILABLE', { part: 'reference data' });
  const content: ScheduleContent | undefined = readContent(body, active.layers);
  if (!content) return refused({ code: 'not_json', path: '$', message: '文件不是 JSON 格式的程序文件。' });
  const findings = validate(content);
  if (findings.length > 0) return refused(...findings);
  const differences = differencesOf(active, content);
  if (differences.length === 0) {
    return refused({ code: 'no_difference', path: '$', message: '文件与正在使用的程序没有差异。' });
  }
  const affected = affectedBy(differences, [...versionsOf(active), ...versionsOf(content)]);
  const affectedFiles = await countAffected(em, affected, today);
  return { state: 'ready', baseId: active.id, content, findings: [], differences, affected, affectedFiles };
}

async function read(services: Services, proposal: { id: string; file_id: string }): Promise<void> {
  const { orm, files, clock } = services;
  const em = orm.em.fork() as Em;
  const tooLarge = (await files.size(proposal.file_id)) > LARGEST;
  const found = tooLarge
    ? refused({ code: 'too_large', path: '$', message: '文件超过 2 MB。' })
    : await examine(em, await text(await files.open(proposal.file_id)), clock.today());
  await putRead(em, proposal.id, found);
  await files.remove(proposal.file_id);
}

/** Reads proposals as their files arrive, and those a stopped process left. */
export async function readProposals(services: Services): Promise<void> {
  const report = (error: Error) =>
    services.log.error({ error: error.name, reason: error.message }, 'a proposed schedule was not read');
  const take = async (fileId: string | null) => {
    for (const proposal of await unreadProposals(services.orm.em.fork() as Em, fileId)) {
      await read(services, proposal).catch((error: Error) => {
        report(error);
        return putRead(services.orm.em.fork() as Em, proposal.id, refused(UNREADABLE));
      });
    }
  };
  services.files.onStored(FILE_KIND, (fileId) => void take(fileId).catch(report));
  await take(null).catch(report);
}

/**
 * Puts a proposal into use at once.
 * @throws FORBIDDEN below the province or not there; BAD_INPUT without note; CONFLICT wrong_state unless it is ready, version when
 *   another document came into use since it was read
 */
export async function activateSchedule(
  ctx: VaccinesCtx,
  commandId: string,
  proposalId: string,
  note: string,
): Promise<ScheduleInfo> {
  holdToProvince(ctx);
  const input = { proposalId, note };
  await runCommand(ctx, 'Mutation.activateSchedule', commandId, input, async (em) => {
    await lockSchedule(em);
    const proposal = isUuidV7(proposalId) ? await lockProposal(em, proposalId) : undefined;
    if (!proposal) throw forbidden();
    const words = readWords(note, 'note');
    if (proposal.state !== 'ready' || !proposal.affected) {
      throw new MiaobenError('CONFLICT', { field: 'proposalId', reason: 'wrong_state' });
    }
    if ((await activeDocument(em))?.id !== proposal.base_id) {
      throw new MiaobenError('CONFLICT', { field: 'proposalId', reason: 'version' });
    }
    const { document, layers, affected } = proposal;
    const version = rulesOn({ document, layers }, ctx.clock.today());
    const change = { account: ctx.claims.account, note: words, version, affected };
    const documentId = await useDocument(em, { document, layers }, change);
    await markActivated(em, proposalId);
    return { outcome: documentId, subject: documentId, detail: { proposalId } };
  });
  forgetCatalogue(ctx.orm);
  return activeSchedule(ctx);
}
