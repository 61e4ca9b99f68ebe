import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { RunningGateway } from '../../gateway/server.ts';
import { startGatewayOver } from '../support/all-subgraphs.ts';
import { startCertificatesWorld } from '../support/certificates-world.ts';

/** Nothing listens here. */
const NOWHERE = 'http://127.0.0.1:1';

let world: Awaited<ReturnType<typeof startCertificatesWorld>>;
let token: string;
beforeAll(async () => {
  world = await startCertificatesWorld(inject('adminUrl'));
  await world.hear();
  token = await world.stack.token({
    role: 'partner',
    account: '0190a000-0000-7000-8000-000000000018',
    divisions: ['63'],
  });
});
afterAll(() => world?.stack.stop());

interface Body {
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: string[]; extensions: { code: string; part?: string } }[];
}
async function ask(gateway: RunningGateway, query: string): Promise<{ status: number; body: Body }> {
  const answer = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { id: world.elder.id } }),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}

describe('with a subgraph down', () => {
  it('the other parts of an answer come, and the missing one says which it is', async () => {
    const gateway = await startGatewayOver(world.stack, { certificates: NOWHERE });
    try {
      const { status, body } = await ask(
        gateway,
        'query ($id: ID!) { person(id: $id) { name doses { date } certificate { number } } }',
      );
      expect(status).toBe(200);
      const person = body.data?.person as { name: string; doses: unknown[]; certificate: null };
      expect(person.name).toContain('*');
      expect(person.doses.length).toBeGreaterThan(10);
      expect(person.certificate).toBeNull();
      expect(body.errors?.map((e) => e.extensions)).toEqual([{ code: 'UNAVAILABLE', part: 'certificates' }]);
    } finally {
      await gateway.stop();
    }
  });

  it('what cannot be answered without it is UNAVAILABLE, never a fault', async () => {
    const gateway = await startGatewayOver(world.stack, { vaccines: NOWHERE, statistics: NOWHERE });
    try {
      for (const query of [
        'query ($id: ID!) { person(id: $id) { name doses { date } } }',
        '{ vaccines { code } }',
        '{ coverage(division: "63", cohortFrom: 2020, cohortTo: 2026, by: division) { asOf } }',
      ]) {
        const { status, body } = await ask(gateway, query);
        expect(status).toBe(200);
        expect(body.errors?.map((e) => e.extensions.code)).toContain('UNAVAILABLE');
        expect(JSON.stringify(body)).not.toMatch(/INTERNAL|ECONN|127\.0\.0\.1/);
      }
      const { body } = await ask(gateway, 'query ($id: ID!) { person(id: $id) { name } }');
      expect(body.errors).toBeUndefined();
      expect(body.data?.person).toMatchObject({ name: expect.stringContaining('*') });
    } finally {
      await gateway.stop();
    }
  });

  it('readiness names the part that is missing', async () => {
    const gateway = await startGatewayOver(world.stack, { statistics: NOWHERE });
    try {
      const answer = await fetch(`${gateway.url}/health/ready`);
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({
        ready: false,
        parts: { people: true, vaccines: true, certificates: true, statistics: false },
      });
    } finally {
      await gateway.stop();
    }
  });

  it('files and tokens of that part are UNAVAILABLE too', async () => {
    const gateway = await startGatewayOver(world.stack, { certificates: NOWHERE, identity: NOWHERE });
    try {
      for (const path of ['/files/certificates/down/x/y/1/z', '/trust/roots.json', '/jwks']) {
        const answer = await fetch(`${gateway.url}${path}`);
        expect([path, answer.status]).toEqual([path, 503]);
        expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
      }
      const { status, body } = await ask(gateway, '{ __typename }');
      expect(status).toBe(503);
      expect(body.errors?.[0]?.extensions.code).toBe('UNAVAILABLE');
    } finally {
      await gateway.stop();
    }
  });
});
