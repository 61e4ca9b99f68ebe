import type { Client } from 'pg';
import type { Question } from './questions.ts';
import type { Clients } from './samples.ts';

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Loops'?: number;
  Plans?: Node[];
}
const LARGE = ['person', 'guardian', 'subject', 'due_item', 'child_coverage'];

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** What is wrong with the plans of the bare statements: a whole table read, or a second partition of the doses. */
export async function planFaults(clients: Clients, questions: readonly Question[]): Promise<string[]> {
  const faults: string[] = [];
  for (const { name, statements } of questions) {
    for (const { client, text, values } of statements) {
      const { rows } = await clients[client].query<{ 'QUERY PLAN': { Plan: Node }[] }>(
        `explain (analyze, format json) ${text}`,
        values(0),
      );
      const run = nodesOf(rows[0]!['QUERY PLAN'][0]!.Plan).filter((n) => (n['Actual Loops'] ?? 0) > 0);
      const whole = run.filter((n) => n['Node Type'] === 'Seq Scan').map((n) => n['Relation Name']);
      if (whole.length > 0) faults.push(`${name}: reads ${whole.join(', ')} whole`);
      const partitions = new Set(run.flatMap((n) => (n['Relation Name']?.match(/^dose_/) ? [n['Relation Name']] : [])));
      if (partitions.size > 1) faults.push(`${name}: reads ${partitions.size} partitions of the doses`);
    }
  }
  return faults;
}

/** Whole reads of large tables so far, by the server's own count: it sees the product's statements as they are run. */
export async function wholeReads(clients: Clients, atLeastRows: number): Promise<Map<string, number>> {
  const reads = new Map<string, number>();
  for (const name of ['people', 'vaccines', 'statistics'] as const) {
    for (const row of await largeTables(clients[name], atLeastRows))
      reads.set(`${name}.${row.relname}`, Number(row.seq_scan));
  }
  return reads;
}

async function largeTables(client: Client, atLeastRows: number) {
  // What a backend did last is told to the statistics a second later.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await client.query('select pg_stat_clear_snapshot()');
  const { rows } = await client.query<{ relname: string; seq_scan: string }>(
    `select relname, seq_scan::text from pg_stat_user_tables
     where (relname = any($1) or relname like 'dose\\_%') and n_live_tup >= $2`,
    [LARGE, atLeastRows],
  );
  return rows;
}
