import { setTimeout } from 'node:timers/promises';
import { start as startCertificates } from '@miaoben/certificates/server';
import { type Em, newId, query } from '@miaoben/kernel';
import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import { takeLicenceTypes } from '../../subgraphs/certificates/modules/licence-type/licence-type.release.ts';
import { putOrganisations } from '../../subgraphs/certificates/modules/organisation/organisation.repository.ts';
import { type Caller, startStack } from './stack.ts';

export const TODAY = '2026-11-28';
export const HEALTH = '11100000000013610B012';

export interface Batch {
  id: string;
  state: string;
  round: number;
  progress: number;
  rowsRead: number;
  rowsWrong: number;
  findingCount: number;
  takenRows: number | null;
  failure: string | null;
  files: { number: number; uploadUrl: string | null; rowsRead: number }[];
  rounds: {
    round: number;
    kind: string;
    outcome: string | null;
    rowsWrong: number;
    byRule: { rule: string; rows: number }[];
  }[];
  findings: {
    nodes: { file: number; row: number; field: string | null; rule: string; code: string; message: string }[];
  };
  findingsUrl: string | null;
  findingsCsvUrl: string | null;
}
export const BATCH = `id state round progress rowsRead rowsWrong findingCount takenRows failure files { number uploadUrl rowsRead }
  rounds { round kind outcome rowsWrong byRule { rule rows } }
  findings { nodes { file row field rule code message } } findingsUrl findingsCsvUrl`;
const START = `mutation ($commandId: ID!, $type: ID!, $title: String!, $source: String!, $files: [CollectionFileInput!]!) {
  startCollectionBatch(commandId: $commandId, type: $type, title: $title, source: $source, files: $files) { ${BATCH} } }`;
const CORRECT = `mutation ($commandId: ID!, $id: ID!, $whole: Boolean!, $files: [CollectionFileInput!]!) {
  correctCollectionBatch(commandId: $commandId, id: $id, whole: $whole, files: $files) { ${BATCH} } }`;

export interface Upload {
  name: string;
  bytes: Uint8Array;
}

/** Certificates with the twelve licence types and one sending organisation. */
export async function startCollectionWorld(adminUrl: string) {
  const stack = await startStack(adminUrl, { certificates: startCertificates }, TODAY);
  const { certificates } = stack.services;
  const em = () => certificates.orm.em.fork() as Em;
  await takeLicenceTypes(em(), licenceTypes());
  const sender = newId();
  await putOrganisations(em(), [
    {
      type: 'organisation.changed',
      organisationId: sender,
      code: '630121000001',
      name: '大通回族土族自治县疾病预防控制中心',
      kind: 'cdc',
      divisionCode: '630121',
    },
  ]);
  const partner: Caller = { role: 'partner', account: 'demo-platform', organisation: sender, purpose: 'health-record' };
  const security: Caller = { role: 'security_admin', account: 'security' };
  const graph = <T>(caller: Caller, document: string, variables: Record<string, unknown> = {}) =>
    stack.graph<T>('certificates', caller, document, variables);

  const read = async (id: string, caller = partner): Promise<Batch> => {
    const answer = await graph<{ collectionBatch: Batch }>(
      caller,
      `query ($id: ID!) { collectionBatch(id: $id) { ${BATCH} } }`,
      { id },
    );
    if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
    return answer.data.collectionBatch;
  };
  const upload = async (batch: Batch, files: Upload[]): Promise<void> => {
    const waiting = batch.files.filter((f) => f.uploadUrl !== null);
    for (const [i, { bytes }] of files.entries()) {
      const stored = await stack.file('certificates', waiting[i]?.uploadUrl ?? '', bytes);
      if (stored.status !== 204) throw new Error(`upload answered ${stored.status}`);
    }
  };
  const announced = (files: Upload[]) => files.map(({ name, bytes }) => ({ name, size: bytes.length }));

  return {
    stack,
    em,
    sender,
    partner,
    security,
    graph,
    read,
    upload,
    grant: (input: Record<string, unknown>) =>
      graph<{ grantCollection: { id: string } }>(
        security,
        `mutation ($commandId: ID!, $type: ID!, $organisationId: ID, $accountId: ID) {
          grantCollection(commandId: $commandId, type: $type, organisationId: $organisationId, accountId: $accountId) { id typeCode } }`,
        { commandId: newId(), type: HEALTH, ...input },
      ),
    start: (files: Upload[], input: Record<string, unknown> = {}, caller = partner) =>
      graph<{ startCollectionBatch: Batch }>(caller, START, {
        commandId: newId(),
        type: HEALTH,
        title: '健康证 11月',
        source: '县健康体检系统',
        files: announced(files),
        ...input,
      }),
    correct: (id: string, files: Upload[], whole = false, caller = partner) =>
      graph<{ correctCollectionBatch: Batch }>(caller, CORRECT, {
        commandId: newId(),
        id,
        whole,
        files: announced(files),
      }),
    async decided(id: string, seconds = 30): Promise<Batch> {
      for (let i = 0; i < seconds * 20; i += 1) {
        const batch = await read(id);
        if (/taken|refused|failed/.test(batch.state)) return batch;
        await setTimeout(50);
      }
      throw new Error('the batch was not decided');
    },
    count: async (where = 'true', parameters: unknown[] = []): Promise<number> => {
      const [row] = await query<{ n: number }>(
        em(),
        `select count(*)::int as n from licence where valid_flag = 1 and ${where}`,
        parameters,
      );
      return row?.n ?? 0;
    },
    stop: () => stack.stop(),
  };
}
export type CollectionWorld = Awaited<ReturnType<typeof startCollectionWorld>>;
