import type { AnyVariables } from '@urql/core';
import { client } from '../../data/client.ts';
import { download } from '../../data/download.ts';
import {
  CommitDeathImport,
  CommitDoseImport,
  CommitRecipientImport,
  DeathImportRows,
  DeathImportState,
  DeathImports,
  DoseImportRows,
  DoseImportState,
  DoseImports,
  EditDeathImportRows,
  EditDoseImportRows,
  EditRecipientImportRows,
  type ImportRowEditInput,
  type ImportRowState,
  RecipientImportRows,
  type RecipientImportRowsQuery,
  RecipientImportState,
  type RecipientImportStateQuery,
  RecipientImports,
  StartDeathImport,
  StartDoseImport,
  StartRecipientImport,
  UndoDoseImport,
} from '../../data/generated/clinic.ts';
import type { Operation } from '../../data/operation.ts';
import type { Answer } from '../../data/post.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';

/** One import on the screen: all kinds have the same shape, the kernel's. */
export type Batch = NonNullable<RecipientImportStateQuery['recipientImport']>;
export type RowPage = NonNullable<RecipientImportRowsQuery['recipientImport']>['rows'];
export type Row = RowPage['nodes'][number];

/** What the kinds of import do differently: which operations they are. */
export interface ImportKind {
  list(): Promise<Answer<readonly Batch[]>>;
  template(): Promise<Problem | null>;
  state(id: string): Promise<Answer<Batch | null>>;
  rows(id: string, state: ImportRowState | null, after: string | null): Promise<Answer<RowPage | null>>;
  start(commandId: string, fileName: string, size: number): Promise<Answer<Batch>>;
  edit(commandId: string, importId: string, rows: ImportRowEditInput[]): Promise<Answer<Batch>>;
  commit(commandId: string, importId: string): Promise<Answer<Batch>>;
  findings(id: string): Promise<Problem | null>;
  /** Takes the whole import back; of kinds that can. */
  undo?(commandId: string, importId: string): Promise<Answer<Batch>>;
}

async function ask<Data, Variables extends AnyVariables, T>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  pick: (data: Data) => T,
): Promise<Answer<T>> {
  const result = await client.query(operation, variables).toPromise();
  if (result.error) return { ok: false, problem: problemOf(result.error) };
  return { ok: true, data: pick(result.data as Data) };
}

async function act<Data, Variables extends AnyVariables, T>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  pick: (data: Data) => T,
): Promise<Answer<T>> {
  const answer = await mutate(operation, variables);
  return answer.ok ? { ok: true, data: pick(answer.data) } : answer;
}

export const KINDS = {
  recipients: {
    list: () => ask(RecipientImports, {}, (d) => d.recipientImports),
    template: () => download(RecipientImports, {}, (d) => d.recipientTemplateUrl),
    state: (id) => ask(RecipientImportState, { id }, (d) => d.recipientImport ?? null),
    rows: (id, state, after) => ask(RecipientImportRows, { id, state, after }, (d) => d.recipientImport?.rows ?? null),
    start: (commandId, fileName, size) =>
      act(StartRecipientImport, { commandId, fileName, size }, (d) => d.startRecipientImport),
    edit: (commandId, importId, rows) =>
      act(EditRecipientImportRows, { commandId, importId, rows }, (d) => d.editRecipientImportRows),
    commit: (commandId, importId) =>
      act(CommitRecipientImport, { commandId, importId }, (d) => d.commitRecipientImport),
    findings: (id) => download(RecipientImportState, { id }, (d) => d.recipientImport?.findingsUrl),
  },
  deaths: {
    list: () => ask(DeathImports, {}, (d) => d.deathImports),
    template: () => download(DeathImports, {}, (d) => d.deathTemplateUrl),
    state: (id) => ask(DeathImportState, { id }, (d) => d.deathImport ?? null),
    rows: (id, state, after) => ask(DeathImportRows, { id, state, after }, (d) => d.deathImport?.rows ?? null),
    start: (commandId, fileName, size) =>
      act(StartDeathImport, { commandId, fileName, size }, (d) => d.startDeathImport),
    edit: (commandId, importId, rows) =>
      act(EditDeathImportRows, { commandId, importId, rows }, (d) => d.editDeathImportRows),
    commit: (commandId, importId) => act(CommitDeathImport, { commandId, importId }, (d) => d.commitDeathImport),
    findings: (id) => download(DeathImportState, { id }, (d) => d.deathImport?.findingsUrl),
  },
  doses: {
    list: () => ask(DoseImports, {}, (d) => d.doseImports),
    template: () => download(DoseImports, {}, (d) => d.doseTemplateUrl),
    state: (id) => ask(DoseImportState, { id }, (d) => d.doseImport ?? null),
    rows: (id, state, after) => ask(DoseImportRows, { id, state, after }, (d) => d.doseImport?.rows ?? null),
    start: (commandId, fileName, size) => act(StartDoseImport, { commandId, fileName, size }, (d) => d.startDoseImport),
    edit: (commandId, importId, rows) =>
      act(EditDoseImportRows, { commandId, importId, rows }, (d) => d.editDoseImportRows),
    commit: (commandId, importId) => act(CommitDoseImport, { commandId, importId }, (d) => d.commitDoseImport),
    findings: (id) => download(DoseImportState, { id }, (d) => d.doseImport?.findingsUrl),
    undo: (commandId, importId) => act(UndoDoseImport, { commandId, importId }, (d) => d.undoDoseImport),
  },
} satisfies Record<string, ImportKind>;

export type KindName = keyof typeof KINDS;
export const isKindName = (name: string): name is KindName => name in KINDS;
