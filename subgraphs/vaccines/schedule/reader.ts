import { type DayNumber, dayOf, type Period, parsePeriod } from './dates.ts';

/** The reference data do not have the agreed form; `path` names the place. */
export class ScheduleFormatError extends Error {
  readonly code = 'SCHEDULE_FORMAT';
  readonly path: string;
  readonly expected: string;
  constructor(path: string, expected: string) {
    super(`schedule data at ${path}: expected ${expected}`);
    this.name = 'ScheduleFormatError';
    this.path = path;
    this.expected = expected;
  }
}

/** A checked cursor over parsed JSON: every read states the type it needs and fails with the path. */
export class Node {
  readonly value: unknown;
  readonly path: string;

  constructor(value: unknown, path: string) {
    this.value = value;
    this.path = path;
  }

  private fields(): Record<string, unknown> {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) this.fail('an object');
    return this.value as Record<string, unknown>;
  }

  object(): object {
    return this.fields();
  }

  fail(expected: string): never {
    throw new ScheduleFormatError(this.path, expected);
  }

  /** The member, or null when absent or null. */
  opt(key: string): Node | null {
    const value = this.fields()[key];
    return value === undefined || value === null ? null : new Node(value, `${this.path}.${key}`);
  }

  get(key: string): Node {
    return this.opt(key) ?? new Node(undefined, `${this.path}.${key}`).fail('a value');
  }

  entries(): [string, Node][] {
    return Object.entries(this.fields()).map(([k, v]) => [k, new Node(v, `${this.path}.${k}`)]);
  }

  /** Refuses members of other names: a misspelt one must not pass silently. */
  only(keys: readonly string[]): this {
    for (const [key, member] of this.entries()) if (!keys.includes(key)) member.fail('no member of this name');
    return this;
  }

  list(): Node[] {
    if (!Array.isArray(this.value)) this.fail('a list');
    return (this.value as unknown[]).map((v, i) => new Node(v, `${this.path}[${i}]`));
  }

  text(): string {
    return typeof this.value === 'string' ? this.value : this.fail('a text');
  }

  number(): number {
    return typeof this.value === 'number' ? this.value : this.fail('a number');
  }

  flag(key: string): boolean {
    return this.opt(key)?.value === true;
  }

  texts(): string[] {
    return this.list().map((n) => n.text());
  }

  optTexts(key: string): string[] {
    return this.opt(key)?.texts() ?? [];
  }

  period(): Period {
    return parsePeriod(this.text()) ?? this.fail('an ISO 8601 duration');
  }

  day(): DayNumber {
    const day = dayOf(this.text());
    return Number.isNaN(day) ? this.fail('a date YYYY-MM-DD') : day;
  }

  /** The one date a rule's wording names. */
  dateInText(): DayNumber {
    const date = /\d{4}-\d{2}-\d{2}/.exec(this.text())?.[0];
    return date ? dayOf(date) : this.fail('a text that names a date');
  }

  optPeriod(key: string): Period | null {
    return this.opt(key)?.period() ?? null;
  }

  /** The marks of the object: one key of `sources` or several. */
  source(): string[] {
    const s = this.opt('source');
    if (!s) return [];
    return typeof s.value === 'string' ? [s.value] : s.texts();
  }

  /** The member of a list whose `id` is the given one. */
  byId(id: string): Node {
    return this.list().find((n) => n.opt('id')?.value === id) ?? this.fail(`an item with id ${id}`);
  }
}
