import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { SchoolCheck } from '../school-check/school-check.type.ts';
import { readScans, recordGateScan } from './gate-scan.service.ts';
import { GateScan, GateScanInput } from './gate-scan.type.ts';

@Resolver(() => SchoolCheck)
export class GateScanResolver {
  @Mutation(() => GateScan, {
    description:
      'Sends one scan at the gate. The code is verified again; what is not borne out is an answer, not an error. Errors: FORBIDDEN for a check of another school; BAD_INPUT row (no_match), code (too_long), scannedAt (out_of_range: at most 30 days back).',
  })
  recordGateScan(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => GateScanInput) input: GateScanInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<GateScan> {
    return recordGateScan(ctx, commandId, input);
  }

  @FieldResolver(() => [GateScan], { description: 'Scans that devices sent, by row and in the order they came.' })
  scans(@Root() check: SchoolCheck, @Ctx() ctx: CertificatesCtx): Promise<GateScan[]> {
    return readScans(ctx, check.id);
  }
}
