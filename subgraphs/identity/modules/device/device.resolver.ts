import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { IdentityCtx } from '../../loaders.ts';
import { Account } from '../account/account.type.ts';
import { Organisation } from '../organisation/organisation.type.ts';
import { confirmDeviceWiped, contactDevice, devices, reportDeviceLost } from './device.service.ts';
import { Device, DeviceContactInput, DeviceOrder } from './device.type.ts';

@Resolver(() => Device)
export class DeviceResolver {
  @Query(() => [Device], {
    description:
      'Devices of a unit, last heard first, up to 200: all of the own unit for its master account, of the unit named for an administrator of its area, else those the caller used last. Errors: BAD_INPUT organisationId (administrators)',
  })
  devices(
    @Arg('organisationId', () => ID, { nullable: true }) organisationId: string | null | undefined,
    @Ctx() ctx: IdentityCtx,
  ): Promise<Device[]> {
    return devices(ctx, organisationId);
  }

  @Mutation(() => DeviceOrder, {
    description:
      'A device tells how it stands and is told what to do. With a session of a unit’s account it is entered when new; without one its secret is enough for a device that is known. Needs no commandId: it says what is, not what was done. Errors: BAD_INPUT, FORBIDDEN (wrong secret, not known)',
  })
  contactDevice(
    @Arg('input', () => DeviceContactInput) input: DeviceContactInput,
    @Ctx() ctx: IdentityCtx,
  ): Promise<DeviceOrder> {
    return contactDevice(ctx, input);
  }

  @Mutation(() => Device, {
    description:
      'Reports a device lost: the session it used last ends, and it is wiped at its next contact. By the master account of its unit or an administrator of its area. Errors: FORBIDDEN (also when it is not there), BAD_INPUT reason (required, too_long: 200), CONFLICT wrong_state (reported before), COMMAND_REUSED',
  })
  reportDeviceLost(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('deviceId', () => ID) deviceId: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: IdentityCtx,
  ): Promise<Device> {
    return reportDeviceLost(ctx, commandId, deviceId, reason);
  }

  @Mutation(() => Boolean, {
    description:
      'The receipt of a device that has wiped itself; true for the first. The receipt of its order proves it, for it has nothing else left. Errors: BAD_INPUT, FORBIDDEN',
  })
  confirmDeviceWiped(
    @Arg('deviceId', () => ID) deviceId: string,
    @Arg('receipt', () => String) receipt: string,
    @Arg('leftUnsent', () => Int, { description: 'entries it could not leave with the supervisor' }) leftUnsent: number,
    @Ctx() ctx: IdentityCtx,
  ): Promise<boolean> {
    return confirmDeviceWiped(ctx, deviceId, receipt, leftUnsent);
  }

  @FieldResolver(() => Account, { nullable: true, description: 'who used it last' })
  account(@Root() device: Device, @Ctx() ctx: IdentityCtx): Promise<Account | null> {
    return ctx.loaders.account.load(device.accountId);
  }

  @FieldResolver(() => Organisation, { nullable: true })
  organisation(@Root() device: Device, @Ctx() ctx: IdentityCtx): Promise<Organisation | null> {
    return ctx.loaders.organisation.load(device.organisationId);
  }

  @FieldResolver(() => Account, { nullable: true, description: 'who reported it lost' })
  lostBy(@Root() device: Device, @Ctx() ctx: IdentityCtx): Promise<Account | null> | null {
    return device.lostById ? ctx.loaders.account.load(device.lostById) : null;
  }
}
