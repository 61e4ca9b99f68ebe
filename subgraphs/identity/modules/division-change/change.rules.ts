import { badInput } from '@miaoben/kernel';

/** A division as it stands. */
export interface Place {
  readonly code: string;
  readonly name: string;
  readonly full_name: string;
  readonly level: string;
  readonly parent_code: string | null;
}
export const CHANGE_KINDS = ['add', 'rename', 'move', 'merge', 'split'] as const;
/**
 * One change of a city, county, township or village (J-09): `add` a new one; `rename`; `move` to another code, also under another
 * county or city, with all below it; `merge` into one that stands; `split`: a new township takes villages, and files by unit, from
 * one that stays.
 */
export interface DivisionChange {
  readonly kind: (typeof CHANGE_KINDS)[number];
  /** the division that changes; of `add` none */
  readonly from?: string | null;
  /** the code it gets, or is merged into; of `rename` none */
  readonly to?: string | null;
  /** new name; of `move` only where it changes */
  readonly name?: string | null;
  /** of `split`: codes of villages that go */
  readonly villages?: readonly string[] | null;
  /** of `split`: names of villages that go and are no divisions of their own: their files are known by the address */
  readonly villageNames?: readonly string[] | null;
  /** of `split`: units whose files go, with the units themselves */
  readonly units?: readonly string[] | null;
}
/** Where what stands in a division goes. */
export interface Succession {
  readonly from: string;
  readonly to: string;
  /** not everything goes: only what these villages (by name) or units tell */
  readonly only: { readonly villages: readonly string[]; readonly units: readonly string[] } | null;
}
export interface DivisionPlan {
  /** new or changed, those above before those below */
  readonly put: readonly Place[];
  readonly removed: readonly string[];
  readonly successions: readonly Succession[];
}

const CODE = /^(\d{4}|\d{6}|\d{9}|\d{12})$/;
const TOWNSHIP_DIGITS = 9;
const COUNTY_DIGITS = 6;
const MAX_NAME = 50;

/** Levels by the digits of a code (GB/T 2260, GB/T 10114), with those of the code above. */
const LEVELS: Readonly<Record<number, { readonly level: string; readonly above: number }>> = {
  4: { level: 'prefecture', above: 2 },
  6: { level: 'county', above: 4 },
  9: { level: 'township', above: COUNTY_DIGITS },
  12: { level: 'village', above: TOWNSHIP_DIGITS },
};
const levelOf = (code: string): { readonly level: string; readonly above: number } => {
  const level = LEVELS[code.length];
  if (!level) throw new Error(`no level has codes like ${code}`);
  return level;
};
const parentOf = (code: string): string => code.slice(0, levelOf(code).above);

/** The codes whose divisions, with all below them, changes of these codes can touch. */
export const rootsOf = (codes: readonly string[]): string[] => [
  ...new Set(codes.map((code) => code.slice(0, COUNTY_DIGITS))),
];
/** The codes above them, whose full names begin theirs. */
export const aboveOf = (codes: readonly string[]): string[] => [
  ...new Set(codes.flatMap((code) => [code.slice(0, 2), code.slice(0, 4)])),
];

/** Divisions under change: what stands, what was put, what is gone. */
class Sheet {
  readonly #stands: Map<string, Place>;
  readonly #before: ReadonlyMap<string, Place>;
  /** codes below a code: a city has thousands, and each of them asks for those below it */
  readonly #below = new Map<string, Set<string>>();
  readonly successions: Succession[] = [];

  constructor(places: readonly Place[]) {
    this.#before = new Map(places.map((place) => [place.code, place]));
    this.#stands = new Map(this.#before);
    for (const place of places) this.#hang(place);
  }
  #hang({ code, parent_code }: Place): void {
    if (parent_code === null) return;
    const siblings = this.#below.get(parent_code);
    if (siblings) siblings.add(code);
    else this.#below.set(parent_code, new Set([code]));
  }
  get(code: string): Place | undefined {
    return this.#stands.get(code);
  }
  below(code: string): Place[] {
    return [...(this.#below.get(code) ?? [])].sort().flatMap((one) => this.#stands.get(one) ?? []);
  }
  put(code: string, name: string): void {
    const parent = this.#stands.get(parentOf(code));
    if (!parent) throw new Error(`nothing stands above ${code}`);
    const full_name = `${parent.full_name}${name}`;
    const place = { code, name, full_name, level: levelOf(code).level, parent_code: parent.code };
    this.#stands.set(code, place);
    this.#hang(place);
    for (const child of this.below(code)) this.put(child.code, child.name);
  }
  remove(code: string): void {
    this.#stands.delete(code);
  }
  /**
   * Gives a division another code, with all below it; townships and villages keep their last digits where these are free.
   * @param at field of the change, for what cannot be
   */
  relocate(from: string, to: string, name: string, at: string): void {
    const children = this.below(from);
    this.remove(from);
    this.put(to, name);
    this.successions.push({ from, to, only: null });
    for (const child of children)
      this.relocate(child.code, this.freeCode(to, child.code.slice(from.length), at), child.name, at);
  }
  freeCode(parent: string, wanted: string, at: string): string {
    const taken = (digits: string) => this.#stands.has(parent + digits);
    if (!taken(wanted)) return parent + wanted;
    // The code of a county is given by the nation (GB/T 2260): a list that merges cities says what it becomes before.
    if (parent.length < COUNTY_DIGITS) throw badInput(`${at}.to`, 'duplicate');
    for (let n = 1; n < 1_000; n++) {
      const digits = String(n).padStart(wanted.length, '0');
      if (!taken(digits)) return parent + digits;
    }
    throw badInput(`${at}.to`, 'out_of_range');
  }
  plan(): DivisionPlan {
    const same = (a: Place, b: Place | undefined) =>
      b !== undefined && a.name === b.name && a.full_name === b.full_name;
    const put = [...this.#stands.values()]
      .filter((place) => !same(place, this.#before.get(place.code)))
      .sort((a, b) => a.code.length - b.code.length || (a.code < b.code ? -1 : 1));
    const removed = [...this.#before.keys()]
      .filter((code) => !this.#stands.has(code))
      .sort((a, b) => b.length - a.length);
    return { put, removed, successions: this.successions };
  }
}

/**
 * What changes make of the divisions, one after the other.
 * @param places all divisions at and below `rootsOf` the codes that are named, and those `aboveOf` them
 * @throws BAD_INPUT changes.N.from, to, name, villages, villageNames (required, format, unknown_code, duplicate, too_long, out_of_range)
 */
export function planChanges(places: readonly Place[], changes: readonly DivisionChange[]): DivisionPlan {
  if (changes.length === 0) throw badInput('changes', 'required');
  const sheet = new Sheet(places);
  for (const [i, change] of changes.entries()) applyChange(sheet, change, `changes.${i}`);
  return sheet.plan();
}

function standing(sheet: Sheet, code: string | null | undefined, field: string): Place {
  if (!code) throw badInput(field, 'required');
  if (!CODE.test(code)) throw badInput(field, 'format');
  const place = sheet.get(code);
  if (!place) throw badInput(field, 'unknown_code');
  return place;
}
function free(sheet: Sheet, code: string | null | undefined, field: string): string {
  if (!code) throw badInput(field, 'required');
  if (!CODE.test(code)) throw badInput(field, 'format');
  if (!sheet.get(parentOf(code))) throw badInput(field, 'unknown_code');
  if (sheet.get(code)) throw badInput(field, 'duplicate');
  return code;
}
function named(name: string | null | undefined, field: string): string {
  const text = name?.normalize('NFKC').trim() ?? '';
  if (text === '') throw badInput(field, 'required');
  if ([...text].length > MAX_NAME) throw badInput(field, 'too_long', { max: MAX_NAME });
  return text;
}

function applyChange(sheet: Sheet, change: DivisionChange, at: string): void {
  const { kind, from, to, name } = change;
  if (kind === 'add') {
    sheet.put(free(sheet, to, `${at}.to`), named(name, `${at}.name`));
    return;
  }
  const place = standing(sheet, from, `${at}.from`);
  if (kind !== 'rename' && to && to.length !== place.code.length) throw badInput(`${at}.to`, 'format');
  if (kind === 'rename') {
    sheet.put(place.code, named(name, `${at}.name`));
  } else if (kind === 'move') {
    const code = free(sheet, to, `${at}.to`);
    sheet.relocate(place.code, code, name ? named(name, `${at}.name`) : place.name, at);
  } else if (kind === 'merge') {
    const target = standing(sheet, to, `${at}.to`);
    if (target.code === place.code) throw badInput(`${at}.to`, 'duplicate');
    sheet.relocate(place.code, target.code, target.name, at);
  } else {
    split(sheet, place, change, at);
  }
}

/** Most villages a township has, by far. */
const MOST_VILLAGES = 100;
/** One letter, or the word for a village alone, would stand in any address. */
const TELLS_A_VILLAGE = /^(?!(?:村|社区|村委会|居委会|村民委员会|居民委员会)$).{2,}$/u;

/** Names of villages as they stand in addresses. */
function villagesNamed(names: readonly string[] | null | undefined, field: string): string[] {
  const read = [...new Set((names ?? []).map((one) => named(one, field)))];
  if (read.length > MOST_VILLAGES) throw badInput(field, 'out_of_range', { max: MOST_VILLAGES });
  if (!read.every((one) => TELLS_A_VILLAGE.test(one))) throw badInput(field, 'format');
  return read;
}

function split(sheet: Sheet, place: Place, change: DivisionChange, at: string): void {
  const { to, name, villages, units } = change;
  if (place.code.length !== TOWNSHIP_DIGITS) throw badInput(`${at}.from`, 'format');
  const code = free(sheet, to, `${at}.to`);
  const going = (villages ?? []).map((village) => {
    const one = sheet.get(village);
    if (one?.parent_code !== place.code) throw badInput(`${at}.villages`, 'unknown_code');
    return one;
  });
  const byName = villagesNamed(change.villageNames, `${at}.villageNames`);
  if (going.length + byName.length + (units ?? []).length === 0) throw badInput(`${at}.villages`, 'required');
  sheet.put(code, named(name, `${at}.name`));
  for (const one of going)
    sheet.relocate(one.code, sheet.freeCode(code, one.code.slice(code.length), at), one.name, at);
  const only = { villages: [...new Set([...going.map((one) => one.name), ...byName])], units: [...(units ?? [])] };
  sheet.successions.push({ from: place.code, to: code, only });
}

/** Where a code goes, through all successions; `unit` for what a split takes by unit. */
export function successorOf(code: string, successions: readonly Succession[], unit?: string): string {
  return successions.reduce(
    (at, { from, to, only }) => (at === from && (only === null || (unit && only.units.includes(unit))) ? to : at),
    code,
  );
}
