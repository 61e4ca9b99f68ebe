import { badInput, forbidden, MiaobenError, runCommand } from '@miaoben/kernel';
import { readDivision } from '@miaoben/kernel/reach';
import type { CertificatesCtx } from '../../loaders.ts';
import { allSettings, putSetting, type StoredSetting } from './setting.repository.ts';
import {
  type CertificateSetting,
  FIRST_SETTING,
  MAX_REMINDERS,
  REMIND_RANGE,
  SETTING_RANGES,
  settingAt,
} from './setting.rules.ts';
import type { CertificateSettings, CertificateSettingsInput } from './setting.type.ts';

/** @throws FORBIDDEN for a division outside the caller's area */
function ownDivision(ctx: CertificatesCtx, division: string): string {
  const code = readDivision(division);
  if (!ctx.claims.divisions.some((own) => code.startsWith(own))) throw forbidden();
  return code;
}

function shape(division: string, settings: readonly StoredSetting[]): CertificateSettings {
  const held: CertificateSetting & Partial<StoredSetting> = settingAt(settings, division);
  return {
    division,
    setFor: held === FIRST_SETTING ? null : held.division,
    review: held.review,
    maxCertificates: held.maxCertificates,
    fetchesPerDay: held.fetchesPerDay,
    fetchesPerYear: held.fetchesPerYear,
    remindDays: held.remindDays,
    version: held.division === division ? held.version : 0,
    changedAt: held.changedAt === undefined ? null : new Date(held.changedAt),
    changedBy: held.changedBy === undefined ? null : { id: held.changedBy },
  };
}

/** Query.certificateSettings. */
export async function readSettings(ctx: CertificatesCtx, division: string): Promise<CertificateSettings> {
  return shape(ownDivision(ctx, division), await allSettings(ctx.em));
}

/** Each value in its range, reminders without repeats, most days first. */
function checked(input: CertificateSettingsInput): CertificateSetting {
  for (const [field, [min, max]] of Object.entries(SETTING_RANGES)) {
    const value = input[field as keyof typeof SETTING_RANGES];
    if (value < min || value > max) throw badInput(`input.${field}`, 'out_of_range', { min, max });
  }
  const [min, max] = REMIND_RANGE;
  const remindDays = [...new Set(input.remindDays)].sort((a, b) => b - a);
  if (remindDays.length > MAX_REMINDERS || remindDays.some((d) => d < min || d > max))
    throw badInput('input.remindDays', 'out_of_range', { min, max });
  return { ...input, remindDays };
}

/** Mutation.changeCertificateSettings. */
export async function changeSettings(
  ctx: CertificatesCtx,
  commandId: string,
  input: CertificateSettingsInput,
): Promise<CertificateSettings> {
  const division = ownDivision(ctx, input.division);
  const setting = checked(input);
  await runCommand(ctx, 'Mutation.changeCertificateSettings', commandId, input, async (em) => {
    const before = settingAt(await allSettings(em), division);
    const stored = await putSetting(em, { ...setting, division }, ctx.claims.account, ctx.clock.instant());
    if (!stored) throw new MiaobenError('CONFLICT', { field: 'input.version', reason: 'version' });
    const { division: _from, ...old } = before;
    return { outcome: true, subject: division, detail: { before: old, after: { ...setting, division: undefined } } };
  });
  return readSettings(ctx, division);
}
