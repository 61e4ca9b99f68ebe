import { setTimeout as sleep } from 'node:timers/promises';
import { type OutputCell, writeSheets } from '@miaoben/kernel/sheets/writer';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { callers } from '../../people.test-kit.ts';

export interface Import {
  id: string;
  state: string;
  progress: number;
  failure: string | null;
  failureDetail: string | null;
  uploadUrl: string | null;
  findingsUrl: string | null;
  counts: Record<string, number>;
  rows: {
    nodes: {
      number: number;
      state: string;
      cells: { column: string; value: string }[];
      findings: { column: string | null; code: string; suggestion: string | null; severity: string; message: string }[];
      candidates: string[];
      choice: string | null;
    }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}
const FIELDS = `id state progress failure failureDetail uploadUrl findingsUrl
  counts { total ok warning error skipped committed }
  rows(first: 100) { nodes { number state cells { column value } findings { column code suggestion severity message } candidates choice }
    pageInfo { hasNextPage endCursor } }`;

export const HEADERS = [
  '姓名*',
  '性别*',
  '出生日期*',
  '证件类型',
  '证件号码',
  '民族',
  '监护人姓名',
  '监护人关系',
  '监护人手机',
  '现居住地*',
  '详细地址',
  '建档单位',
  '出生体重',
  '母亲HBsAg',
  '户籍类型',
  '人员类型',
  '婚姻状况',
  '出生医院',
  '出生医学证明编号',
  '紧急联系人',
  '紧急联系人电话',
];

export async function workbook(rows: Iterable<OutputCell[]>, headers: string[] = HEADERS): Promise<Uint8Array> {
  const all = (function* () {
    yield headers;
    yield* rows;
  })();
  const chunks: Buffer[] = [];
  for await (const chunk of writeSheets([{ name: '受种者', columns: headers.map(() => ({})), rows: all }]))
    chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Drives an import through GraphQL and /files, as the app does. */
export function importer(stack: Stack, caller: Caller = callers.nurse, kind: 'Recipient' | 'Death' = 'Recipient') {
  const query = `${kind.toLowerCase()}Import`;
  const ask = (document: string, variables: Record<string, unknown>, as = caller) =>
    stack.graph<{ it: Import }>('people', as, document, variables);
  const one = async (id: string) =>
    (await ask(`query($id: ID!) { it: ${query}(id: $id) { ${FIELDS} } }`, { id })).data.it;
  const start = (fileName: string, size: number, commandId = stack.newId()) =>
    ask(
      `mutation($c: ID!, $f: String!, $s: Int!) { it: start${kind}Import(commandId: $c, fileName: $f, size: $s) { ${FIELDS} } }`,
      { c: commandId, f: fileName, s: size },
    );
  /** until the import leaves these states */
  const until = async (id: string, ...passing: string[]): Promise<Import> => {
    for (let i = 0; i < 1_200; i += 1) {
      const now = await one(id);
      if (!passing.includes(now.state)) return now;
      await sleep(50);
    }
    throw new Error('the import does not end');
  };
  return {
    one,
    start,
    until,
    ask,
    /** announces, uploads, waits for the preview */
    async preview(bytes: Uint8Array): Promise<Import> {
      const { data } = await start('名单.xlsx', bytes.length);
      const sent = await stack.file('people', data.it.uploadUrl ?? '', bytes);
      if (sent.status !== 204) throw new Error(`upload answered ${sent.status}`);
      return until(data.it.id, 'uploading', 'reading');
    },
    edit: (id: string, rows: Record<string, unknown>[], commandId = stack.newId()) =>
      ask(
        `mutation($c: ID!, $id: ID!, $rows: [ImportRowEditInput!]!) { it: edit${kind}ImportRows(commandId: $c, importId: $id, rows: $rows) { ${FIELDS} } }`,
        { c: commandId, id, rows },
      ),
    async commit(id: string, commandId = stack.newId()) {
      const answer = await ask(
        `mutation($c: ID!, $id: ID!) { it: commit${kind}Import(commandId: $c, importId: $id) { ${FIELDS} } }`,
        { c: commandId, id },
      );
      return answer.errors.length > 0 ? answer : { ...answer, data: { it: await until(id, 'committing') } };
    },
  };
}
