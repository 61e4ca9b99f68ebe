import { parsePhone, parseUnitCode } from '@miaoben/identifiers';
import { badInput, type Em, forbidden, isUuid, MiaobenError, newId, runCommand } from '@miaoben/kernel';
import type { OrganisationChanged } from '@miaoben/schema';
import type { IdentityCtx } from '../../loaders.ts';
import { creditCodeFault } from './organisation.rules.ts';
import type { Organisation, OrganisationInput } from './organisation.type.ts';
import {
  codeIsTaken,
  countWorking,
  divisionExists,
  insertOrganisation,
  lockOrganisation,
  type OrganisationFields,
  updateClosing,
  updateOrganisation,
} from './organisation.write.repository.ts';

const CODE = /^[0-9A-Z-]{1,32}$/;
const MAX_NAME = 100;
const MAX_ADDRESS = 200;
/** Kinds whose code is the national unit code of 12 digits. */
const UNITS = ['clinic', 'obstetric'];

const changed = (o: Organisation): OrganisationChanged => ({
  type: 'organisation.changed',
  organisationId: o.id,
  code: o.code,
  name: o.name,
  kind: o.kind,
  divisionCode: o.divisionCode,
  closedOn: o.closedOn,
});

/** The fields of an organisation as they are stored. @throws BAD_INPUT naming the field */
function read(input: OrganisationInput): OrganisationFields {
  const name = input.name.trim();
  if (name === '') throw badInput('input.name', 'required');
  if (Array.from(name).length > MAX_NAME) throw badInput('input.name', 'too_long', { max: MAX_NAME });
  const code = input.code.normalize('NFKC').trim().toUpperCase();
  if (code === '') throw badInput('input.code', 'required');
  const isCode = UNITS.includes(input.kind) ? parseUnitCode(code).ok : CODE.test(code);
  if (!isCode) throw badInput('input.code', 'format');
  const address = input.address?.trim() || null;
  if (address && Array.from(address).length > MAX_ADDRESS)
    throw badInput('input.address', 'too_long', { max: MAX_ADDRESS });
  const phone = input.phone?.trim() ? parsePhone(input.phone) : null;
  if (phone && !phone.ok) throw badInput('input.phone', 'format');
  const creditCode = input.creditCode?.normalize('NFKC').trim().toUpperCase() || null;
  const fault = creditCode === null ? null : creditCodeFault(creditCode);
  if (fault) throw badInput('input.creditCode', fault);
  const divisionCode = input.divisionCode.trim();
  if (!/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(divisionCode)) throw badInput('input.divisionCode', 'format');
  return {
    name,
    code,
    kind: input.kind,
    divisionCode,
    address,
    phone: phone?.ok ? phone.value.number : null,
    creditCode,
  };
}

const isOwnArea = (ctx: IdentityCtx, division: string): boolean =>
  ctx.claims.divisions.some((own) => division.startsWith(own));

/** @throws FORBIDDEN outside the area; BAD_INPUT unknown_code; CONFLICT duplicate */
async function check(ctx: IdentityCtx, em: Em, fields: OrganisationFields, id: string | null): Promise<void> {
  if (!isOwnArea(ctx, fields.divisionCode)) throw forbidden();
  if (!(await divisionExists(em, fields.divisionCode))) throw badInput('input.divisionCode', 'unknown_code');
  if (await codeIsTaken(em, fields.code, id))
    throw new MiaobenError('CONFLICT', { field: 'input.code', reason: 'duplicate' });
}

/** An organisation of the caller's area, locked. @throws FORBIDDEN, the same for one that is not there */
async function own(ctx: IdentityCtx, em: Em, id: string): Promise<Organisation> {
  const organisation = isUuid(id) ? await lockOrganisation(em, id) : undefined;
  if (!organisation || !isOwnArea(ctx, organisation.divisionCode)) throw forbidden();
  return organisation;
}

async function stored(ctx: IdentityCtx, id: string): Promise<Organisation> {
  const organisation = await ctx.loaders.organisation.clear(id).load(id);
  if (!organisation) throw new MiaobenError('NOT_FOUND');
  return organisation;
}

/** Mutation.createOrganisation. */
export async function create(ctx: IdentityCtx, commandId: string, input: OrganisationInput): Promise<Organisation> {
  const fields = read(input);
  const id = await runCommand(ctx, 'Mutation.createOrganisation', commandId, input, async (em) => {
    await check(ctx, em, fields, null);
    const organisation = await insertOrganisation(em, newId(), fields);
    return { outcome: organisation.id, subject: organisation.id, events: [changed(organisation)] };
  });
  return stored(ctx, id);
}

/** Mutation.changeOrganisation. */
export async function change(
  ctx: IdentityCtx,
  commandId: string,
  id: string,
  input: OrganisationInput,
): Promise<Organisation> {
  const fields = read(input);
  await runCommand(ctx, 'Mutation.changeOrganisation', commandId, { id, input }, async (em) => {
    const before = await own(ctx, em, id);
    await check(ctx, em, fields, id);
    const organisation = await updateOrganisation(em, id, fields);
    const detail = {
      before: { code: before.code, kind: before.kind },
      after: { code: fields.code, kind: fields.kind },
    };
    return { outcome: true, subject: id, events: [changed(organisation)], detail };
  });
  return stored(ctx, id);
}

/** Mutation.closeOrganisation: an end date instead of a removal, for what it issued and recorded keeps naming it. */
export async function close(
  ctx: IdentityCtx,
  commandId: string,
  id: string,
  closedOn: string | null,
): Promise<Organisation> {
  await runCommand(ctx, 'Mutation.closeOrganisation', commandId, { id, closedOn }, async (em) => {
    await own(ctx, em, id);
    const working = closedOn === null ? 0 : await countWorking(em, id);
    if (working > 0)
      throw new MiaobenError('CONFLICT', { field: 'id', reason: 'wrong_state', part: 'accounts', count: working });
    const organisation = await updateClosing(em, id, closedOn);
    return { outcome: true, subject: id, events: [changed(organisation)], detail: { closedOn } };
  });
  return stored(ctx, id);
}
