import type { QueryResultRow } from 'pg';
import type { Clients } from './samples.ts';

/** A bare statement: one connection, prepared, by `pg` alone. */
export interface Statement {
  client: keyof Clients;
  text: string;
  values: (i: number) => unknown[];
}

/** A question through the whole product, and the same rows by bare SQL. Both give the ids found, in order. */
export interface Question {
  name: string;
  gateway: (i: number) => Promise<string[]>;
  sql: (i: number) => Promise<string[]>;
  statements: Statement[];
  /** requests a round */
  requests: number;
  /** name of the question whose time this one must not exceed twice */
  first?: string;
}

export const PERSON = `id, name, sex, birth_date, document_sealed, phone_sealed, residence, managing_org_id, registration_state,
  conditions, barcode, version`;
export const LIVE = `registration_state in ('active', 'moved_out', 'lost_to_follow_up', 'nominal')`;

let prepared = 0;

/** Prepares a statement. `id` of its rows is what the question answers. */
export function prepare(
  clients: Clients,
  { client, text, values }: Statement,
): (i: number) => Promise<QueryResultRow[]> {
  const name = `bench${prepared++}`;
  return async (i) => (await clients[client].query<QueryResultRow>({ name, text, values: values(i) })).rows;
}

/** Reads the guardians of persons, as every list of persons does. */
export function guardiansReader(clients: Clients): (ids: string[]) => Promise<void> {
  const name = `bench${prepared++}`;
  const text = 'select person_id, relation, name, phone_sealed from guardian where person_id = any($1::uuid[])';
  return async (ids) => {
    await clients.people.query({ name, text, values: [ids] });
  };
}
