import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Em, newId, query } from '@miaoben/kernel';
import { start as startPeople } from '@miaoben/people/server';
import { start as startVaccines } from '@miaoben/vaccines/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort, type RunningPostgres, startPostgres } from '../../gateway/start/postgres.ts';
import { type Caller, type Stack, startStack } from '../support/stack.ts';

let folder: string;
let port: number;
let postgres: RunningPostgres;
let stack: Stack;
beforeAll(async () => {
  // A server of its own: the other tests need theirs.
  folder = await mkdtemp(join(tmpdir(), 'miaoben-restart-'));
  await chmod(folder, 0o755);
  port = await freePort();
  postgres = await startPostgres(folder, port);
  stack = await startStack(postgres.url, { people: startPeople, vaccines: startVaccines });
});
afterAll(async () => {
  await stack?.stop();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

const SET = `mutation ($commandId: ID!, $minutes: Int!) {
  setObservationMinutes(commandId: $commandId, minutes: $minutes) { observationMinutes }
}`;
const nurse: Caller = { role: 'vaccinator', account: newId(), organisation: newId(), divisions: ['630121'] };

it('a restart of the database under load loses no command, doubles none, and requests recover', {
  timeout: 120_000,
}, async () => {
  const acknowledged = new Set<string>();
  const codes = new Set<string>();
  let running = true;

  /** One desk: sends a command again until it is acknowledged, as the journal of the app does. */
  async function desk(): Promise<void> {
    while (running) {
      const commandId = newId();
      for (let done = false; !done; ) {
        const answer = await stack.graph('vaccines', nurse, SET, { commandId, minutes: 30 });
        for (const error of answer.errors) codes.add(error.extensions.code);
        done = answer.errors.length === 0;
        if (!done) await new Promise((resolve) => setTimeout(resolve, 100));
      }
      acknowledged.add(commandId);
    }
  }
  // More desks than the pool has connections: one that is lost at each restart would be missed.
  const desks = Array.from({ length: 12 }, desk);
  for (let restart = 0; restart < 3; restart++) {
    const before = acknowledged.size;
    await expect.poll(() => acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(before + 50);
    await postgres.stop();
    const ready = await fetch(`${stack.peers.vaccines}/health/ready`);
    expect(ready.status).toBe(503);
    postgres = await startPostgres(folder, port);
  }
  const before = acknowledged.size;
  await expect.poll(() => acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(before + 50);
  running = false;
  await Promise.all(desks);

  expect([...codes]).toEqual(['UNAVAILABLE']);
  const em = stack.services.vaccines.orm.em.fork() as Em;
  const rows = await query<{ id: string }>(em, 'select id from command');
  expect(new Set(rows.map((r) => r.id))).toEqual(acknowledged);
  const [lines] = await query<{ n: number }>(
    em,
    `select count(*)::int as n from audit_line where operation = 'Mutation.setObservationMinutes'`,
  );
  expect(lines!.n).toBe(acknowledged.size);
  expect((await fetch(`${stack.peers.vaccines}/health/ready`)).status).toBe(200);
});
