import { badInput, forbidden, MiaobenError, runCommand } from '@miaoben/kernel';
import { readDivision } from '@miaoben/kernel/reach';
import type { PeopleCtx } from '../../loaders.ts';
import { allSettings, putSetting, type StoredSetting } from './setting.repository.ts';
import { FIRST_SETTING, type PeopleSetting, SETTING_RANGES, settingAt } from './setting.rules.ts';
import type { PeopleSettings, PeopleSettingsInput } from './setting.type.ts';

/** @throws FORBIDDEN for a division outside the caller's area */
function ownDivision(ctx: PeopleCtx, division: string): string {
  const code = readDivision(division);
  if (!ctx.claims.divisions.some((own) => code.startsWith(own))) throw forbidden();
  return code;
}

function shape(division: string, settings: readonly StoredSetting[]): PeopleSettings {
  const held: PeopleSetting & Partial<StoredSetting> = settingAt(settings, division);
  const { hbsagRequired, antiHbsRequired, pushDays, newbornDays, answerDays, maxBindings } = held;
  return {
    division,
    setFor: held === FIRST_SETTING ? null : held.division,
    ...{ hbsagRequired, antiHbsRequired, pushDays, newbornDays, answerDays, maxBindings },
    version: held.division === division ? held.version : 0,
    changedAt: held.changedAt === undefined ? null : new Date(held.changedAt),
    changedBy: held.changedBy === undefined ? null : { id: held.changedBy },
  };
}

/** Query.peopleSettings. */
export async function readSettings(ctx: PeopleCtx, division: string): Promise<PeopleSettings> {
  return shape(ownDivision(ctx, division), await allSettings(ctx.em));
}

/** Mutation.changePeopleSettings. */
export async function changeSettings(
  ctx: PeopleCtx,
  commandId: string,
  input: PeopleSettingsInput,
): Promise<PeopleSettings> {
  const division = ownDivision(ctx, input.division);
  for (const [field, [min, max]] of Object.entries(SETTING_RANGES)) {
    const value = input[field as keyof typeof SETTING_RANGES];
    if (value < min || value > max) throw badInput(`input.${field}`, 'out_of_range', { min, max });
  }
  await runCommand(ctx, 'Mutation.changePeopleSettings', commandId, input, async (em) => {
    const { division: _from, ...before } = settingAt(await allSettings(em), division);
    const stored = await putSetting(em, { ...input, division }, ctx.claims.account, ctx.clock.now());
    if (!stored) throw new MiaobenError('CONFLICT', { field: 'input.version', reason: 'version' });
    return { outcome: true, subject: division, detail: { before, after: { ...input, division: undefined } } };
  });
  return readSettings(ctx, division);
}
