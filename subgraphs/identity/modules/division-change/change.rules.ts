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
 * One change of a township or village (J-09): `add` a new one; `rename`; `move` to another code, also of another county, with all
 * below it; `merge` into one that stands; `split`: a new one takes villages, and files by unit, from one that stays.
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

const CODE = /^(\d{9}|\d{12})$/;
const TOWNSHIP_DIGITS = 9;
const VILLAGE_DIGITS = 12;
const COUNTY_DIGITS = 6;
const MAX_NAME = 50;

const parentOf = (code: string): string =>
  code.slice(0, code.length === VILLAGE_DIGITS ? TOWNSHIP_DIGITS : COUNTY_DIGITS);
const levelOf = (code: string): string => (code.length === VILLAGE_DIGITS ? 'village' : 'township');

/** Divisions under change: what stands, what was put, what is gone. */
class Sheet {
  readonly #stands: Map<string, Place>;
  readonly #before: ReadonlyMap<string, Place>;
  readonly successions: Succession[] = [];

  constructor(places: readonly Place[]) {
    this.#before = new Map(places.map((place) => [place.code, place]));
    this.#stands = new Map(this.#before);
  }
  get(code: string): Place | undefined {
    return this.#stands.get(code);
  }
  below(code: string): Place[] {
    return [...this.#stands.values()].filter((p) => p.parent_code === code).sort((a, b) => (a.code < b.code ? -1 : 1));
  }
  put(code: string, name: string): void {
    const parent = this.#stands.get(parentOf(code));
    if (!parent) throw new Error(`nothing stands above ${code}`);
    const full_name = `${parent.full_name}${name}`;
    this.#stands.set(code, { code, name, full_name, level: levelOf(code), parent_code: parent.code });
    for (const child of this.below(code)) this.put(child.code, child.name);
  }
  remove(code: string): void {
    this.#stands.delete(code);
  }
  /** Gives a division another code, with all below it; villages keep their last digits where these are free. */
  relocate(from: string, to: string, name: string): void {
    const children = this.below(from);
    this.remove(from);
    this.put(to, name);
    this.successions.push({ from, to, only: null });
    for (const child of children) this.relocate(child.code, this.freeCode(to, child.code.slice(to.length)), child.name);
  }
  freeCode(parent: string, wanted: string): string {
    const taken = new Set(this.below(parent).map(({ code }) => code.slice(parent.length)));
    if (!taken.has(wanted)) return parent + wanted;
    for (let n = 1; n < 1_000; n++) {
      const digits = String(n).padStart(VILLAGE_DIGITS - TOWNSHIP_DIGITS, '0');
      if (!taken.has(digits)) return parent + digits;
    }
    throw badInput('changes.to', 'out_of_range');
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
 * @param places all divisions of the counties that are named, the counties themselves among them
 * @throws BAD_INPUT changes.N.from, to, name, villages (required, format, unknown_code, duplicate, too_long)
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
    sheet.relocate(place.code, code, name ? named(name, `${at}.name`) : place.name);
  } else if (kind === 'merge') {
    const target = standing(sheet, to, `${at}.to`);
    if (target.code === place.code) throw badInput(`${at}.to`, 'duplicate');
    sheet.relocate(place.code, target.code, target.name);
  } else {
    split(sheet, place, change, at);
  }
}

function split(sheet: Sheet, place: Place, { to, name, villages, units }: DivisionChange, at: string): void {
  if (place.code.length !== TOWNSHIP_DIGITS) throw badInput(`${at}.from`, 'format');
  const code = free(sheet, to, `${at}.to`);
  const going = (villages ?? []).map((village) => {
    const one = sheet.get(village);
    if (one?.parent_code !== place.code) throw badInput(`${at}.villages`, 'unknown_code');
    return one;
  });
  if (going.length === 0 && (units ?? []).length === 0) throw badInput(`${at}.villages`, 'required');
  sheet.put(code, named(name, `${at}.name`));
  for (const one of going) sheet.relocate(one.code, sheet.freeCode(code, one.code.slice(code.length)), one.name);
  const only = { villages: going.map((one) => one.name), units: [...(units ?? [])] };
  sheet.successions.push({ from: place.code, to: code, only });
}

/** Where a code goes, through all successions; `unit` for what a split takes by unit. */
export function successorOf(code: string, successions: readonly Succession[], unit?: string): string {
  return successions.reduce(
    (at, { from, to, only }) => (at === from && (only === null || (unit && only.units.includes(unit))) ? to : at),
    code,
  );
}
