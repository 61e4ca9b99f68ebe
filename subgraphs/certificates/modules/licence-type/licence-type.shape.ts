import { differencesOf } from './definition.difference.ts';
import type { LicenceDefinition } from './definition.ts';
import type { MigrationRow, MisfitRow } from './licence-migration.repository.ts';
import type { LicenceTypeRow } from './licence-type.repository.ts';
import type {
  LicenceMigration,
  LicenceMisfit,
  LicenceType,
  LicenceTypeLogLine,
  LicenceTypeVersion,
} from './licence-type.type.ts';
import type { TypeLogRow, VersionRow } from './licence-type-version.repository.ts';

const dateOf = (at: string | null): Date | null => (at === null ? null : new Date(at));

export const shapeType = (row: LicenceTypeRow, active: VersionRow | undefined): LicenceType => ({
  code: row.code,
  slug: row.slug,
  name: row.name,
  createdAt: new Date(row.created_at),
  version: active?.version ?? null,
  definition: active ? JSON.stringify(active.definition) : null,
});

export const shapeVersion = (row: VersionRow): LicenceTypeVersion => ({
  typeCode: row.type_code,
  version: row.version,
  state: row.state,
  definition: JSON.stringify(row.definition),
  hints: JSON.stringify(row.hints),
  differences: row.differences,
  script: JSON.stringify(row.steps),
  note: row.note,
  proposedBy: row.proposed_by,
  proposedAt: new Date(row.proposed_at),
  decidedBy: row.decided_by,
  decidedAt: dateOf(row.decided_at),
  decisionNote: row.decision_note,
  activeFrom: dateOf(row.active_from),
});

export const shapeLogLine = (row: TypeLogRow): LicenceTypeLogLine => ({
  id: row.id,
  version: row.version,
  action: row.action,
  accountId: row.account_id,
  at: new Date(row.at),
  note: row.note,
  differences: row.after ? differencesOf(row.before as LicenceDefinition | null, row.after as LicenceDefinition) : [],
});

export const shapeMigration = (row: MigrationRow): LicenceMigration => ({
  id: row.id,
  state: row.state,
  toVersion: row.to_version,
  done: row.done,
  total: row.total,
  unfit: row.unfit,
  startedAt: new Date(row.started_at),
  finishedAt: dateOf(row.finished_at),
});

export const shapeMisfit = (row: MisfitRow): LicenceMisfit => ({
  licenceId: row.licence_id,
  number: row.number,
  findings: row.findings.map((f) => `${f.field} ${f.code}`),
});
