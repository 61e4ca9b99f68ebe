import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { changeSettings, readSettings } from './setting.service.ts';
import { CertificateSettings, CertificateSettingsInput } from './setting.type.ts';

@Resolver()
export class SettingResolver {
  @Query(() => CertificateSettings, {
    description:
      'What holds for certificates in a division of the caller’s area. Errors: FORBIDDEN; BAD_INPUT division (format).',
  })
  certificateSettings(
    @Arg('division', () => ID) division: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CertificateSettings> {
    return readSettings(ctx, division);
  }

  @Mutation(() => CertificateSettings, {
    description:
      'Sets what holds for certificates in a division and below. Errors: FORBIDDEN outside the area; BAD_INPUT (out_of_range with min and max); CONFLICT version.',
  })
  changeCertificateSettings(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => CertificateSettingsInput) input: CertificateSettingsInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CertificateSettings> {
    return changeSettings(ctx, commandId, input);
  }
}
