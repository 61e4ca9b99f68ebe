import { audit, badInput, type Em, forbidden, isUuid, isUuidV7, MiaobenError, runCommand } from '@miaoben/kernel';
import type { IdentityCtx } from '../../loaders.ts';
import { isUnitMaster, unitOfMaster } from '../account/unit-master.ts';
import { answersOf, settleOnDevice } from '../kept-entry/kept-entry.repository.ts';
import { endSession } from '../session/session.repository.ts';
import {
  type DeviceRow,
  deviceById,
  devicesOfUnit,
  markLost,
  markWiped,
  noteHeard,
  putContact,
  toDevice,
} from './device.repository.ts';
import {
  checkCount,
  checkCredential,
  deviceName,
  isSecret,
  MAX_SETTLED,
  reasonText,
  secretHash,
} from './device.rules.ts';
import type { Device, DeviceContactInput, DeviceOrder } from './device.type.ts';

const inTransaction = <T>(ctx: IdentityCtx, work: (em: Em) => Promise<T>): Promise<T> =>
  ctx.em.fork().transactional((inner) => work(inner as Em));

/** A device that proved to be itself. @throws FORBIDDEN for a wrong secret, the same as for one that is not there */
export async function provenDevice(em: Em, { id, secret }: { id: string; secret: string }): Promise<DeviceRow> {
  const device = await deviceById(em, id);
  if (!device || !isSecret(secret, device.secret_hash)) throw forbidden();
  return device;
}

/** How long a device that stays away finds what became of its entries. */
const ANSWERED_MS = 60 * 86_400_000;

/** By it a device tells that it wiped itself, when it has nothing else left to prove itself with. */
const receiptOf = ({ keyring }: IdentityCtx, device: string): string => keyring.blind('device-wiped', device);

/**
 * Mutation.contactDevice. Whoever holds the device, and whether or not a session is open on it: its own secret is enough to be
 * told to wipe. Only an account of a unit enters a new device or changes what is known of it.
 */
export async function contactDevice(ctx: IdentityCtx, input: DeviceContactInput): Promise<DeviceOrder> {
  checkCredential(input, 'input');
  const name = deviceName(input.name);
  checkCount(input.waiting, 'input.waiting');
  checkCount(input.attention, 'input.attention');
  if (input.settled.length > MAX_SETTLED) throw badInput('input.settled', 'too_long', { max: MAX_SETTLED });
  const wrong = input.settled.findIndex((id) => !isUuidV7(id));
  if (wrong >= 0) throw badInput('input.settled', 'format', { row: wrong + 1 });
  const { account, organisation, session } = ctx.claims;
  return inTransaction(ctx, async (em) => {
    const at = ctx.clock.instant();
    const known = await deviceById(em, input.id, true);
    if (known && !isSecret(input.secret, known.secret_hash)) throw forbidden();
    if (known?.lost_at) {
      await noteHeard(em, known.id, at);
      await audit(em, ctx.claims, 'Mutation.contactDevice', known.id, { order: 'wipe' });
      return { wipe: receiptOf(ctx, known.id), answers: [] };
    }
    if (!organisation) {
      if (!known) throw forbidden();
      await noteHeard(em, known.id, at);
      return { wipe: null, answers: [] };
    }
    const { id, waiting, attention, packAt = null } = input;
    await putContact(em, {
      ...{ id, name, organisation, account, waiting, attention, packAt, at },
      secretHash: secretHash(input.secret),
      session: session ?? null,
    });
    if (!known) await audit(em, ctx.claims, 'Mutation.contactDevice', id, { order: 'registered' });
    await settleOnDevice(em, { device: id, account }, input.settled, at);
    return { wipe: null, answers: await answersOf(em, id, account, new Date(at.getTime() - ANSWERED_MS)) };
  });
}

/** Query.devices: of a unit for its master and for an administrator of its area, for anybody else those used last. */
export async function devices(ctx: IdentityCtx, organisationId: string | null | undefined): Promise<Device[]> {
  const { account, organisation } = ctx.claims;
  if (ctx.scopeOf('Query.devices') === 'area') {
    if (!organisationId || !isUuid(organisationId)) throw badInput('organisationId', 'required');
    const rows = await devicesOfUnit(ctx.em, organisationId, null);
    return rows.filter((row) => isInArea(ctx, row)).map(toDevice);
  }
  const master = await isUnitMaster(ctx.em, account);
  if (!organisation) return [];
  return (await devicesOfUnit(ctx.em, organisation, master ? null : account)).map(toDevice);
}

const isInArea = ({ claims }: IdentityCtx, { division_code }: DeviceRow): boolean =>
  claims.divisions.some((own) => division_code.startsWith(own));

/** Whose device it is to report. @throws FORBIDDEN */
async function reportable(ctx: IdentityCtx, em: Em, id: string): Promise<DeviceRow> {
  const unit = ctx.scopeOf('Mutation.reportDeviceLost') === 'area' ? null : await unitOfMaster(em, ctx.claims);
  const device = isUuid(id) ? await deviceById(em, id, true) : undefined;
  if (!device || !(unit === null ? isInArea(ctx, device) : device.organisation_id === unit)) throw forbidden();
  return device;
}

/** Mutation.reportDeviceLost: the session it used ends now, the rest goes at its next contact. @throws CONFLICT wrong_state */
export async function reportDeviceLost(
  ctx: IdentityCtx,
  commandId: string,
  deviceId: string,
  reason: string,
): Promise<Device> {
  const text = reasonText(reason, 'reason');
  await runCommand(ctx, 'Mutation.reportDeviceLost', commandId, { deviceId, reason }, async (em) => {
    const device = await reportable(ctx, em, deviceId);
    if (device.lost_at) throw new MiaobenError('CONFLICT', { field: 'deviceId', reason: 'wrong_state' });
    await markLost(em, device.id, ctx.claims.account, text, ctx.clock.instant());
    if (device.session_id) await endSession(em, device.session_id, 'device_lost');
    return { outcome: true, subject: device.id };
  });
  const device = await deviceById(ctx.em, deviceId);
  if (!device) throw new MiaobenError('NOT_FOUND');
  return toDevice(device);
}

/** Mutation.confirmDeviceWiped: the receipt. @returns whether it was the first @throws FORBIDDEN for a wrong receipt */
export async function confirmDeviceWiped(
  ctx: IdentityCtx,
  deviceId: string,
  receipt: string,
  leftUnsent: number,
): Promise<boolean> {
  if (!isUuidV7(deviceId)) throw badInput('deviceId', 'format');
  checkCount(leftUnsent, 'leftUnsent');
  return inTransaction(ctx, async (em) => {
    const device = await deviceById(em, deviceId, true);
    if (!device?.lost_at || receipt !== receiptOf(ctx, deviceId)) throw forbidden();
    const isFirst = (await markWiped(em, deviceId, leftUnsent, ctx.clock.instant())) > 0;
    if (isFirst) await audit(em, ctx.claims, 'Mutation.confirmDeviceWiped', deviceId, { leftUnsent });
    return isFirst;
  });
}
