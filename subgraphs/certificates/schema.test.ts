import { readFileSync } from 'node:fs';
import { federatedSchema } from '@miaoben/kernel';
import { policyGaps, policyLeftovers } from '@miaoben/tests/support/policy-complete';
import { describe, expect, it } from 'vitest';
import { definition } from './server.ts';

describe('the contract of certificates', () => {
  it('is the committed file', async () => {
    const { sdl } = await federatedSchema(definition.schema);
    expect(sdl).toBe(readFileSync(new URL('../../schema/subgraphs/certificates.graphql', import.meta.url), 'utf8'));
  });

  it('has a row of the policy table for each operation and field, and no row too many', async () => {
    const { schema } = await federatedSchema(definition.schema);
    expect(policyGaps('certificates', schema)).toEqual([]);
    expect(policyLeftovers('certificates', schema)).toEqual([]);
  });
});
