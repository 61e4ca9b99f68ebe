import { bcg, hepB } from './birth.ts';
import { dt, dtap } from './dtp.ts';
import { hpv } from './hpv.ts';
import { mpsvA, mpsvAC } from './meningococcal.ts';
import { mmr } from './mmr.ts';
import { hepA, je } from './options.ts';
import { polio } from './polio.ts';
import { type Strategy, standard } from './target.ts';

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
