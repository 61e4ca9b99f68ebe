import { readFileSync } from 'node:fs';
import { createLogger } from '@miaoben/kernel/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayContext } from './context.ts';
import { GraphExecution } from './execution.ts';

const NUMBER = '63012119900307452X';
const lines: string[] = [];
const asked: string[] = [];
let execution: GraphExecution;
beforeAll(async () => {
  const supergraph = readFileSync(new URL('../schema/supergraph.graphql', import.meta.url), 'utf8');
  const source = (name: string) => ({
    process: async () => {
      asked.push(name);
      return { data: { bindChild: null } };
    },
  });
  const log = createLogger('gateway', 'info', { write: (line: string) => void lines.push(line) });
  execution = await GraphExecution.load(supergraph, source, log);
});
afterAll(() => execution.stop());

const BIND = 'mutation ($input: BindChildInput!) { bindChild(commandId: "c", input: $input) { id } }';
const run = (variables: unknown) => execution.run(BIND, variables, null, {} as GatewayContext);

describe('variables that do not fit', () => {
  it.each([
    ['a field that is missing', { input: { documentNumber: NUMBER, consent: true } }],
    ['a field that is not there', { input: { documentNumber: NUMBER, relation: 'mother', consent: true, more: 1 } }],
    ['a value of another kind', { input: { documentNumber: NUMBER, relation: 'mother', consent: 'yes' } }],
    ['none at all', {}],
  ])('are refused as bad input without a word of theirs in answer or log: %s', async (_name, variables) => {
    lines.length = 0;
    const answer = await run(variables);
    expect(answer.refused).toBe(true);
    expect(answer.errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_INPUT']);
    expect(JSON.stringify(answer) + lines.join()).not.toContain(NUMBER);
    expect(lines.filter((line) => line.includes('unexpected'))).toEqual([]);
    expect(asked).toEqual([]);
  });
});
