import { weakImmunity } from '../health.ts';
import { reason } from '../reasons.ts';
import { bcg, hepB } from './birth.ts';
import { dt, dtap } from './dtp.ts';
import { mpsvA, mpsvAC } from './meningococcal.ts';
import { mmr } from './mmr.ts';
import { hepA, je } from './options.ts';
import { polio } from './polio.ts';
import { fromTable, type Strategy, standard } from './target.ts';

/** HPV: two doses; three by label for girls with weak immunity (S29). */
const hpv: Strategy = (ask) => {
  const { ctx, rules, day } = ask;
  const three = rules.immunocompromised;
  if (!three || ctx.conditions.length === 0 || !weakImmunity(ctx, day)) return fromTable(ask, rules.doses);
  return fromTable(ask, three, [reason('THREE_DOSE_COURSE', 'HPV.immunocompromised', rules.id, rules.source)]);
};

const SPECIAL: ReadonlyMap<string, Strategy> = new Map([
  ['HepB', hepB],
  ['BCG', bcg],
  ['Polio', polio],
  ['DTaP', dtap],
  ['DT', dt],
  ['MMR', mmr],
  ['JE', je],
  ['MPSV-A', mpsvA],
  ['MPSV-AC', mpsvAC],
  ['HepA', hepA],
  ['HPV', hpv],
]);

/** How a series finds its next dose; a series without rules of its own follows its table. */
export function strategyOf(series: string): Strategy {
  return SPECIAL.get(series) ?? standard;
}
