import { badInput, forbidden, runCommand } from '@miaoben/kernel';
import { narrowTo, reachOf, readDivision } from '@miaoben/kernel/reach';
import type { VaccinesCtx } from '../../loaders.ts';
import { refuseHidden } from '../aefi/aefi.seat.ts';
import { shapeProduct } from '../catalogue/catalogue.shape.ts';
import { catalogueOn } from '../catalogue/catalogue.ts';
import { countLots, readSettings, writeSettings } from './signal.repository.ts';
import { type SignalSettings, signalsOf } from './signal.rules.ts';
import type { LotSignals, SignalSetting } from './signal.type.ts';

const COUNTY_DIGITS = 6;
/** Code of a province: two digits. */
const PROVINCE = /^\d{2}$/;
const REPORTS = { min: 2, max: 100 };
const PROBABILITY = { min: 0.0001, max: 0.2 };

const maySet = ({ claims }: VaccinesCtx): boolean =>
  claims.role === 'cdc' && claims.divisions.some((d) => PROVINCE.test(d));
const monthOf = (date: string): string => `${date.slice(0, 7)}-01`;

/** Query.lotSignals. @throws BAD_INPUT division, from; FORBIDDEN outside the area, and where reactions are hidden from the account */
export async function lotSignals(
  ctx: VaccinesCtx,
  division: string,
  { from, to }: { from: string; to: string },
): Promise<LotSignals> {
  refuseHidden(ctx.claims);
  // Doses are kept by county: nothing smaller is known.
  if (readDivision(division).length > COUNTY_DIGITS) throw badInput('division', 'out_of_range', { max: COUNTY_DIGITS });
  const reach = narrowTo(division, reachOf(ctx.scopeOf('Query.lotSignals'), ctx.claims));
  if (from > to) throw badInput('from', 'out_of_range');
  const setting = await readSettings(ctx.em);
  const counts = await countLots(ctx.em, reach, { from: monthOf(from), to: monthOf(to) });
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  const lots = signalsOf(counts, setting).map(({ productId, ...figures }) => ({
    ...figures,
    product: shapeProduct(catalogue, productId),
  }));
  return { lots, setting, maySet: maySet(ctx) };
}

/** Mutation.setSignalSetting. @throws FORBIDDEN below the province; BAD_INPUT out_of_range */
export async function setSignalSetting(
  ctx: VaccinesCtx,
  commandId: string,
  setting: SignalSettings,
): Promise<SignalSetting> {
  return runCommand(ctx, 'Mutation.setSignalSetting', commandId, setting, async (em) => {
    if (!maySet(ctx)) throw forbidden();
    const { minimumReports, probability } = setting;
    if (minimumReports < REPORTS.min || minimumReports > REPORTS.max)
      throw badInput('minimumReports', 'out_of_range', REPORTS);
    if (!(probability >= PROBABILITY.min && probability <= PROBABILITY.max))
      throw badInput('probability', 'out_of_range', PROBABILITY);
    await writeSettings(em, setting, { account: ctx.claims.account, at: ctx.clock.now() });
    return { outcome: { minimumReports, probability }, subject: 'signal setting', detail: { ...setting } };
  });
}
