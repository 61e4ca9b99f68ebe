import type { DivisionsChanged } from '@miaoben/schema';
import type { PersonFile } from '../person/person.file.ts';

type Successions = DivisionsChanged['successions'];
export type Places = Pick<PersonFile, 'residence' | 'registeredDivision'>;
type Placed = Places & Pick<PersonFile, 'residenceAddress' | 'managingOrgId'>;

/** 东街村民委员会 is written 东街村 or 东街 in an address; what is left of 一村 would stand in any, so that stays whole. */
function shortName(village: string): string {
  const short = village.replace(/(?:村民委员会|居民委员会|村委会|居委会|社区|村)$/u, '');
  return Array.from(short).length >= 2 ? short : village;
}

/** True when what a split takes tells that this file goes: its unit, or a village in its address. */
function goes(file: Placed, { villages, units }: { villages: string[]; units: string[] }): boolean {
  const address = file.residenceAddress ?? '';
  return units.includes(file.managingOrgId) || villages.some((village) => address.includes(shortName(village)));
}

/** Residence and registered place of a file after divisions changed. The registered place says nothing of villages: it follows whole divisions only. */
export function followed(file: Placed, successions: Successions): Places {
  let { residence, registeredDivision } = file;
  for (const { from, to, only } of successions) {
    if (residence === from && (only === null || goes(file, only))) residence = to;
    if (registeredDivision === from && only === null) registeredDivision = to;
  }
  return { residence, registeredDivision };
}

/** Where a file goes that came to a division meanwhile which ends when the change is put back. */
export function returned(file: Places, successions: Successions, removed: readonly string[]): Places {
  const back = (code: string | null) =>
    successions.toReversed().reduce((at, { from, to }) => (at === to && removed.includes(to) ? from : at), code);
  return { residence: back(file.residence) ?? file.residence, registeredDivision: back(file.registeredDivision) };
}

export const samePlaces = (a: Places, b: Places): boolean =>
  a.residence === b.residence && a.registeredDivision === b.registeredDivision;
