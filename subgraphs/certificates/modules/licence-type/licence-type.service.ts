import {
  badInput,
  type Em,
  forbidden,
  MiaobenError,
  notFound,
  type Page,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { readWords } from '@miaoben/kernel/words';
import type { CertificatesCtx } from '../../loaders.ts';
import { differencesOf, upgradeSteps } from './definition.difference.ts';
import { readDefinition } from './definition.read.ts';
import { readHints } from './hints.ts';
import { orderMigration } from './licence-migration.repository.ts';
import { insertType, prepareStore } from './licence-type.repository.ts';
import { shapeType, shapeVersion } from './licence-type.shape.ts';
import type { LicenceType, LicenceTypeDraft, LicenceTypeDraftInput, LicenceTypeVersion } from './licence-type.type.ts';
import {
  activeVersions,
  listTypes,
  lockTypeRow,
  moveVersion,
  nextTypeCode,
  noteType,
  putDraft,
  renameType,
  type TypeFilter,
  typeBy,
  type VersionRow,
  versionOf,
  versionsOf,
} from './licence-type-version.repository.ts';

const SLUG = /^[a-z][a-z0-9_]{2,60}$/;
const PROVINCE_DIGITS = 2;
const LARGEST = 200_000;
/** Unified credit code of the body that defines the types of this platform: what a new type is numbered under. */
const DEFINING_BODY = '11100000000013610B';
const OPEN_STATES: readonly VersionRow['state'][] = ['draft', 'submitted', 'approved'];

/** Definitions hold for the whole province. @throws FORBIDDEN for a CDC below the province */
function holdToProvince(ctx: CertificatesCtx): void {
  if (!ctx.claims.divisions.some((d) => d.length === PROVINCE_DIGITS)) throw forbidden();
}

const wordsOrNull = (raw: string | null | undefined, field: string): string | null =>
  raw == null || raw.trim() === '' ? null : readWords(raw, field);

/** Types by name and time of creation (J-38). */
export async function findTypes(
  ctx: CertificatesCtx,
  filter: TypeFilter,
  first: number,
  after: string | null,
): Promise<Page<LicenceType>> {
  const request = pageRequest(first, after, 2);
  const rows = await listTypes(ctx.em, filter, request.key, request.limit);
  const active = await activeVersions(
    ctx.em,
    rows.map((r) => r.code),
  );
  return toPage(
    rows,
    request,
    (r) => [r.created_at, r.code],
    (r) => shapeType(r, active.get(r.code)),
  );
}

export async function findType(ctx: CertificatesCtx, slug: string): Promise<LicenceType> {
  const row = await typeBy(ctx.em, 'slug', slug);
  if (!row) throw notFound();
  return shapeType(row, (await activeVersions(ctx.em, [row.code])).get(row.code));
}

/** All versions of a type, newest first (J-40). */
export async function findVersions(ctx: CertificatesCtx, code: string): Promise<LicenceTypeVersion[]> {
  return (await versionsOf(ctx.em, code)).map(shapeVersion);
}

function parseDefinition(text: string): unknown {
  if (text.length > LARGEST) throw badInput('input.definition', 'too_long', { max: LARGEST });
  try {
    return JSON.parse(text);
  } catch {
    throw badInput('input.definition', 'format');
  }
}

/**
 * Stores the draft of the next version with its differences and its upgrade script; a slug that is not there makes a new type. One
 * draft a type: it is written over until it is submitted.
 * @throws BAD_INPUT slug, definition (format, too_long), hints (format), note; CONFLICT wrong_state while a version waits for its
 *   approval or activation; FORBIDDEN below the province
 */
export async function draftVersion(
  ctx: CertificatesCtx,
  commandId: string,
  input: LicenceTypeDraftInput,
): Promise<LicenceTypeDraft> {
  holdToProvince(ctx);
  if (!SLUG.test(input.slug)) throw badInput('input.slug', 'format');
  const read = readDefinition(parseDefinition(input.definition));
  if (!read.ok) return { version: null, findings: [...read.findings] };
  const { definition } = read;
  const hints = readHints(input.hints);
  const note = wordsOrNull(input.note, 'input.note');
  const { account } = ctx.claims;
  const stored = await runCommand(ctx, 'Mutation.draftLicenceType', commandId, input, async (em) => {
    const code = (await typeBy(em, 'slug', input.slug))?.code ?? (await newType(em, input.slug, definition.name.zh));
    await lockTypeRow(em, code);
    const versions = await versionsOf(em, code);
    const active = versions.find((v) => v.state === 'active');
    const open = versions.find((v) => OPEN_STATES.includes(v.state));
    if (open && open.state !== 'draft') throw wrongState();
    const version = open?.version ?? (versions[0]?.version ?? 0) + 1;
    await putDraft(em, {
      type_code: code,
      version,
      definition,
      hints,
      differences: differencesOf(active?.definition ?? null, definition, hints),
      steps: active ? upgradeSteps(active.definition, definition, hints) : [],
      note,
      account,
    });
    const log = { typeCode: code, version, account, note };
    await noteType(em, { ...log, action: 'drafted', before: (open ?? active)?.definition ?? null, after: definition });
    return { outcome: { code, version }, subject: code, detail: { version } };
  });
  const row = await versionOf(ctx.em, stored.code, stored.version);
  if (!row) throw new Error(`version ${stored.version} of ${stored.code} is gone`);
  return { version: shapeVersion(row), findings: [] };
}

async function newType(em: Em, slug: string, name: string): Promise<string> {
  const code = await nextTypeCode(em, DEFINING_BODY);
  if (!(await insertType(em, { code, slug, name, created_at: new Date().toISOString() }))) {
    throw new MiaobenError('CONFLICT', { field: 'input.slug', reason: 'duplicate' });
  }
  return code;
}

const wrongState = () => new MiaobenError('CONFLICT', { field: 'version', reason: 'wrong_state' });

type Move = (em: Em, row: VersionRow, active: VersionRow | undefined) => Promise<string>;

/** Runs one step of a version's life: `move` does it and gives the word for the log. */
async function step(
  ctx: CertificatesCtx,
  operation: string,
  commandId: string,
  key: { typeCode: string; version: number },
  note: string | null,
  move: Move,
): Promise<LicenceTypeVersion> {
  holdToProvince(ctx);
  await runCommand(ctx, operation, commandId, { ...key, note }, async (em) => {
    if (!(await lockTypeRow(em, key.typeCode))) throw notFound();
    const versions = await versionsOf(em, key.typeCode);
    const row = versions.find((v) => v.version === key.version);
    if (!row) throw notFound();
    const active = versions.find((v) => v.state === 'active');
    const action = await move(em, row, active);
    await noteType(em, {
      typeCode: key.typeCode,
      version: key.version,
      action,
      account: ctx.claims.account,
      note,
      before: active?.definition ?? null,
      after: row.definition,
    });
    return { outcome: key.version, subject: key.typeCode, detail: { version: key.version, action } };
  });
  const row = await versionOf(ctx.em, key.typeCode, key.version);
  if (!row) throw notFound();
  return shapeVersion(row);
}

/** @throws CONFLICT wrong_state unless it is a draft with a difference */
export const submitVersion = (ctx: CertificatesCtx, commandId: string, typeCode: string, version: number) =>
  step(ctx, 'Mutation.submitLicenceType', commandId, { typeCode, version }, null, async (em, row) => {
    if (row.state !== 'draft' || row.differences.length === 0) throw wrongState();
    await moveVersion(em, row, 'submitted');
    return 'submitted';
  });

/**
 * Approves a submitted version or sends it back.
 * @throws FORBIDDEN for who proposed it; BAD_INPUT note when it is sent back without words; CONFLICT wrong_state
 */
export const decideVersion = (
  ctx: CertificatesCtx,
  commandId: string,
  key: { typeCode: string; version: number },
  approved: boolean,
  rawNote: string | null,
) => {
  const note = approved ? wordsOrNull(rawNote, 'note') : readWords(rawNote ?? '', 'note');
  return step(ctx, 'Mutation.decideLicenceType', commandId, key, note, async (em, row) => {
    if (row.proposed_by === ctx.claims.account) throw forbidden();
    if (row.state !== 'submitted') throw wrongState();
    await moveVersion(em, row, approved ? 'approved' : 'refused', { account: ctx.claims.account, note });
    return approved ? 'approved' : 'refused';
  });
};

/** Puts an approved version into force; stored licences are carried over in the background. @throws CONFLICT wrong_state */
export const activateVersion = (ctx: CertificatesCtx, commandId: string, typeCode: string, version: number) =>
  step(ctx, 'Mutation.activateLicenceType', commandId, { typeCode, version }, null, async (em, row, active) => {
    if (row.state !== 'approved') throw wrongState();
    if (active) await moveVersion(em, active, 'archived');
    await moveVersion(em, row, 'active');
    await renameType(em, typeCode, row.definition.name.zh);
    await prepareStore(em, typeCode, row.definition);
    if (active) await orderMigration(em, typeCode, version);
    return 'activated';
  });

/** Puts a version away that did not come into force: kept as archive only (J-40). @throws CONFLICT wrong_state */
export const archiveVersion = (ctx: CertificatesCtx, commandId: string, typeCode: string, version: number) =>
  step(ctx, 'Mutation.archiveLicenceType', commandId, { typeCode, version }, null, async (em, row) => {
    if (row.state === 'active' || row.state === 'archived') throw wrongState();
    await moveVersion(em, row, 'archived');
    return 'archived';
  });
