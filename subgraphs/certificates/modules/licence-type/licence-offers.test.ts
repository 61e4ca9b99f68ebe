import { type Em, query } from '@miaoben/kernel';
import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import { type Stack, startStack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { LicenceOffers } from '../../migrations/20261130171500-licence-offers.ts';
import { start } from '../../server.ts';
import { takeLicenceTypes } from './licence-type.release.ts';

describe('types taken over before licences could be applied about', () => {
  let stack: Stack;
  const em = () => stack.services.certificates.orm.em.fork() as Em;
  beforeAll(async () => {
    stack = await startStack(inject('adminUrl'), { certificates: start }, '2026-11-28');
    await takeLicenceTypes(em(), licenceTypes());
  });
  afterAll(() => stack.stop());

  it('J-55 J-39 the migration gives the version in force what it lacks, noted in the log, and leaves what was proposed since', async () => {
    const definitions = () =>
      query<{ slug: string; definition: { applications?: object } }>(
        em(),
        `select slug, definition from licence_type join licence_type_version on type_code = code where state = 'active' order by slug`,
      );
    const before = await definitions();
    await query(em(), `update licence_type_version set definition = definition - 'applications'`);
    const of = (slug: string) => `type_code = (select code from licence_type where slug = '${slug}')`;
    // One says itself what it allows, one has lost a field that would be asked for.
    await query(
      em(),
      `update licence_type_version set definition = definition || '{"applications": []}' where ${of('village_doctor_certificate')}`,
    );
    await query(
      em(),
      `update licence_type_version set definition = jsonb_set(definition, '{fields}', '[]') where ${of('health_certificate')}`,
    );
    const migration = new LicenceOffers(null as never, null as never);
    migration.up();
    const [fill] = migration.getQueries() as [string];
    await query(em(), fill);
    for (const { slug, definition } of await definitions()) {
      const was = before.find((one) => one.slug === slug)?.definition;
      if (slug === 'village_doctor_certificate') expect(definition.applications).toEqual([]);
      else if (slug === 'health_certificate') expect(definition).not.toHaveProperty('applications');
      else expect(definition).toEqual(was);
    }
    const log = await query<{ after: object; before: object }>(
      em(),
      `select before, after from licence_type_log where before is not null and action = 'released'`,
    );
    expect(log).toHaveLength(before.filter(({ definition }) => definition.applications).length - 2);
    expect(log.every((line) => 'applications' in line.after && !('applications' in line.before))).toBe(true);
  });
});
