import { federatedSchema } from '@miaoben/kernel';
import { readSubgraphSdl } from '@miaoben/schema/compose.ts';
import { policyGaps, policyLeftovers } from '@miaoben/tests/support/policy-complete';
import { describe, expect, it } from 'vitest';
import { definition } from './server.ts';

describe('schema of people', () => {
  it('is the committed one', async () => {
    const { sdl } = await federatedSchema(definition.schema);
    expect(sdl).toBe(readSubgraphSdl('people'));
  });

  it('has a policy row for every operation and field, and none too many', async () => {
    const { schema } = await federatedSchema(definition.schema);
    expect(policyGaps('people', schema)).toEqual([]);
    expect(policyLeftovers('people', schema)).toEqual([]);
  });
});
