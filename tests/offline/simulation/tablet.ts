import { uuidV7From } from '@miaoben/identifiers';
import type { Rng } from '@miaoben/seeds/province/rng';
import {
  type Entry,
  flush,
  hurryAll,
  type JournalStore,
  type PackPageAnswer,
  type PackState,
  type PackStore,
  type Part,
  pull,
  type Refusal,
  type Reply,
  replicaOf,
} from '@miaoben/sync';
import type { Link } from './link.ts';

/** The tab was closed, or the tablet switched off, in the middle of what it did. */
class Killed extends Error {}
/** The browser's store is full. */
export class QuotaExceeded extends Error {}

/** A fault of the app itself that the judges of a run must notice. */
export type Flaw =
  /** takes a step for sent that was not */
  | 'forgets'
  /** gives a step sent again a new name */
  | 'renames'
  /** drops the first row of each page of changes */
  | 'skips';

/** A step of the clinic as the journal keeps it. */
export interface Step {
  operation: 'CreatePerson' | 'RecordDose' | 'RecordHealthFact' | 'RecordNotGiven';
  input: Record<string, unknown>;
}

/** What outlives the tab: journal and pack, each write whole or not at all. */
class Disk {
  journal: Entry[] = [];
  nextSeq = 1;
  pack: PackState<string>;
  pages = new Map<string, { rows: readonly string[]; gone: readonly string[] }>();
  constructor(account: string) {
    this.pack = { account, current: null, loading: null };
  }
}

/** A tablet of the team: the app's own sync code over a disk, a clock and a link that go wrong. */
export class Tablet {
  readonly account: string;
  /** ms by which its clock is off */
  skew = 0;
  /** the next write fails for want of room */
  isFull = false;
  /** ports until the tab is killed; none when negative */
  #fuse = -1;
  readonly #disk: Disk;
  readonly #link: Link;
  readonly #rng: Rng;
  readonly #division: string;
  readonly #flaw: Flaw | undefined;

  constructor(account: string, division: string, link: Link, rng: Rng, flaw?: Flaw) {
    this.#flaw = flaw;
    this.account = account;
    this.#division = division;
    this.#link = link;
    this.#rng = rng;
    this.#disk = new Disk(account);
  }

  now = (): number => Date.now() + this.skew;
  newId = (): string => uuidV7From(this.now(), this.#rng.word(), this.#rng.word(), this.#rng.word());

  /** Closes the tab after so many further touches of disk or network. */
  killAfter(touches: number): void {
    this.#fuse = touches;
  }
  #touch(): void {
    if (this.#fuse === 0) {
      this.#fuse = -1;
      throw new Killed();
    }
    if (this.#fuse > 0) this.#fuse -= 1;
  }
  #write(): void {
    this.#touch();
    if (!this.isFull) return;
    this.isFull = false;
    throw new QuotaExceeded();
  }

  /** What the user does: it is either in the journal when this returns, or the form stays open. @throws QuotaExceeded */
  enter(person: string, step: Step): Entry {
    if (this.isFull) {
      this.isFull = false;
      throw new QuotaExceeded();
    }
    const entry: Entry = {
      seq: this.#disk.nextSeq++,
      commandId: this.newId(),
      account: this.account,
      kind: step.operation,
      person,
      state: 'waiting',
      createdAt: this.now(),
      attempts: 0,
      nextAttemptAt: 0,
      problem: null,
      handedOver: false,
      settledAt: null,
      discardReason: null,
      outcome: null,
      content: step,
    };
    this.#disk.journal.push(entry);
    return entry;
  }

  get journal(): readonly Entry[] {
    return this.#disk.journal;
  }
  /** Entries that wait behind one of the same person which a person has to look at first. */
  get blocked(): readonly Entry[] {
    const { journal } = this.#disk;
    const held = journal.filter((e) => e.state === 'attention');
    return journal.filter((e) => e.state === 'waiting' && held.some((h) => h.person === e.person && h.seq < e.seq));
  }
  get isSettled(): boolean {
    const { blocked } = this;
    return !this.#disk.journal.some((e) => (e.state === 'waiting' || e.state === 'sending') && !blocked.includes(e));
  }

  readonly #journalStore: JournalStore<Entry> = {
    all: async () => {
      this.#touch();
      return [...this.#disk.journal];
    },
    change: async (seq, change) => {
      const at = this.#disk.journal.findIndex((e) => e.seq === seq);
      const before = this.#disk.journal[at];
      if (!before) return null;
      const after = change(before);
      if (after !== before) {
        this.#write();
        this.#disk.journal[at] = after;
      }
      return after;
    },
  };

  readonly #packStore: PackStore<string> = {
    read: async () => this.#disk.pack,
    keep: async (state, drop) => {
      this.#write();
      this.#disk.pack = state;
      if (drop === undefined) return;
      for (const key of [...this.#disk.pages.keys()]) if (key.startsWith(`${drop} `)) this.#disk.pages.delete(key);
    },
    keepPage: async (state, at, rows, gone) => {
      this.#write();
      const isChange = this.#disk.pack.current?.id === at.generation;
      this.#disk.pack = state;
      const kept = this.#flaw === 'skips' && isChange ? rows.slice(1) : rows;
      this.#disk.pages.set(pageKey(at.generation, at.part, at.page), { rows: kept, gone });
    },
  };

  /** Sends the journal as far as link and tab allow. */
  async flush(): Promise<void> {
    const { account } = this;
    const store = this.#journalStore;
    const send = async (entry: Entry): Promise<Reply> => {
      this.#touch();
      const { operation, input } = entry.content as Step;
      if (this.#flaw === 'forgets' && entry.seq % 4 === 0) return { ok: true, outcome: null };
      const commandId = this.#flaw === 'renames' ? this.newId() : entry.commandId;
      const answer = await this.#link.request(operation, { commandId, input: this.#named(input) });
      this.#touch();
      return answer.ok ? { ok: true, outcome: null } : answer;
    };
    await this.#survive(async () => {
      await hurryAll({ account, store });
      await flush({ account, store, send, now: this.now, random: () => this.#rng.float() });
    });
  }

  /** The step as it is sent: with the names it was given when it was entered. */
  #named(input: Record<string, unknown>): Record<string, unknown> {
    return this.#flaw === 'renames' && input.doseId !== undefined ? { ...input, doseId: this.newId() } : input;
  }

  /** Fetches the pack or what changed of it. @returns whether it is complete and up to date */
  async pull(): Promise<boolean> {
    let isThere = false;
    await this.#survive(async () => {
      const answer = await pull<string, Refusal>({
        account: this.account,
        division: { code: this.#division, name: this.#division },
        store: this.#packStore,
        page: async (part, ask) => {
          this.#touch();
          const name = part === 'persons' ? 'ClinicPersonPack' : 'ClinicDosePack';
          const page = await this.#link.request(name, ask);
          this.#touch();
          const key = part === 'persons' ? 'personPack' : 'dosePack';
          return page.ok ? { ok: true, data: page.data[key] as PackPageAnswer } : page;
        },
        codes: async () => ({ ok: true, data: { codes: 'lists', scheduleId: null } }),
        now: this.now,
        newId: this.newId,
      });
      isThere = answer.ok;
    });
    return isThere;
  }

  /** A killed tab and a full disk end what was under way; the next try begins with what is on disk. */
  async #survive(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Killed || error instanceof QuotaExceeded)) throw error;
    }
  }

  /** Another tablet of the same account, with an empty disk. */
  twin(): Tablet {
    return new Tablet(this.account, this.#division, this.#link, this.#rng);
  }

  /** What this tablet shows of a part: rows as text by person. */
  replica(part: Part): Map<string, string> {
    const { current } = this.#disk.pack;
    if (!current) return new Map();
    const pages = [...this.#disk.pages]
      .filter(([key]) => key.startsWith(`${current.id} ${part} `))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, page]) => page);
    return replicaOf(pages, (row) => {
      const { id, person } = JSON.parse(row) as { id?: string; person?: string };
      return person ?? id ?? '';
    });
  }
}

const pageKey = (generation: string, part: Part, page: number) =>
  `${generation} ${part} ${String(page).padStart(6, '0')}`;
