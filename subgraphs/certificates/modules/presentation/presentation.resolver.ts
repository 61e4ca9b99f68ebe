import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { present, presentationSchools } from './presentation.service.ts';
import { Presentation, PresentationPurpose, PresentationSchool } from './presentation.type.ts';

@Resolver()
export class PresentationResolver {
  @Query(() => [PresentationSchool], {
    description:
      'Schools of the county where the child lives, by name, at most 300. Error: FORBIDDEN outside the reach.',
  })
  presentationSchools(
    @Arg('personId', () => ID) personId: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<PresentationSchool[]> {
    return presentationSchools(ctx, personId);
  }

  @Mutation(() => Presentation, {
    description:
      'A code for the screen, valid for 10 minutes: what the valid certificate says, signed now. A school it names is told to every verifier. Errors: FORBIDDEN outside the reach; BAD_INPUT personId wrong_state (no certificate is valid now), school unknown_code, wrong_state (named for another purpose than entry to school); UNAVAILABLE.',
  })
  presentCertificate(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('personId', () => ID) personId: string,
    @Arg('school', () => String, { nullable: true, description: 'code of a school of presentationSchools' })
    school: string | null,
    @Arg('purpose', () => PresentationPurpose, { nullable: true, description: 'written down with the showing' })
    purpose: `${PresentationPurpose}` | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Presentation> {
    return present(ctx, commandId, personId, { school: school ?? null, purpose: purpose ?? null });
  }
}
