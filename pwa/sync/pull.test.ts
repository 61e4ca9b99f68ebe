import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Refusal } from './journal.ts';
import type { PackState, Part } from './pack.ts';
import { type PackPageAnswer, type PackStore, type PullPorts, pull } from './pull.ts';
import { replicaOf } from './replica.ts';

interface Row {
  id: string;
  value: number;
}
const OFFLINE = { ok: false as const, problem: { code: 'OFFLINE' } };

/**
 * A server with rows that carry the number of their last change, asked in pages of two. As released ones did, it gives a cursor with the
 * last page of the doses too, and takes none of a whole load for its changes.
 */
class Server {
  rows = new Map<string, { value: number; changed: number; here: boolean }>();
  clock = 0;
  asked: { part: Part; since: string | null; after: string | null }[] = [];
  write(id: string, here = true): void {
    this.clock += 1;
    this.rows.set(id, { value: this.clock, changed: this.clock, here });
  }
  page(part: Part, since: string | null, after: string | null): PackPageAnswer {
    this.asked.push({ part, since, after });
    const [from, horizon] = after ? (JSON.parse(after) as [string, number, boolean]) : ['', this.clock + 1];
    const found = [...this.rows]
      .filter(
        ([id, row]) => id > from && (since === null ? row.here : row.changed >= Number(since) && row.changed < horizon),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const listed = found.slice(0, 2);
    const complete = found.length <= 2;
    return {
      rows: listed.filter(([, r]) => r.here).map(([id, { value }]) => JSON.stringify({ id, value } satisfies Row)),
      gone: since === null ? [] : listed.filter(([, r]) => !r.here).map(([id]) => id),
      cursor: complete && part === 'persons' ? null : JSON.stringify([listed.at(-1)?.[0], horizon, since === null]),
      complete,
      total: found.length,
      takenAt: '2026-11-21T00:00:00Z',
      position: String(horizon),
    };
  }
  standing(): Map<string, number> {
    return new Map([...this.rows].filter(([, r]) => r.here).map(([id, r]) => [id, r.value]));
  }
}

/** A device's disk: what was kept outlives the process. */
class Disk implements PackStore<string> {
  state: PackState<string> = { account: 'nurse', current: null, loading: null };
  pages = new Map<string, { rows: readonly string[]; gone: readonly string[] }>();
  async read() {
    return this.state;
  }
  async keep(state: PackState<string>, drop?: string) {
    this.state = state;
    if (drop) for (const key of [...this.pages.keys()]) if (key.startsWith(`${drop} `)) this.pages.delete(key);
  }
  async keepPage(
    state: PackState<string>,
    at: { generation: string; part: Part; page: number },
    rows: readonly string[],
    gone: readonly string[],
  ) {
    this.state = state;
    this.pages.set(`${at.generation} ${at.part} ${String(at.page).padStart(5, '0')}`, { rows, gone });
  }
  rows(part: Part): Map<string, number> {
    const { current } = this.state;
    const pages = [...this.pages]
      .filter(([key]) => current && key.startsWith(`${current.id} ${part} `))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { rows, gone }]) => ({ rows: rows.map((r) => JSON.parse(r) as Row), gone }));
    return new Map([...replicaOf(pages, (r) => r.id)].map(([id, row]) => [id, row.value]));
  }
}

let server: Server;
let disk: Disk;
let ids = 0;
/** `cut` pages are answered, then the link is gone. */
const ports = (cut = Number.POSITIVE_INFINITY): PullPorts<string, Refusal> => {
  let left = cut;
  return {
    account: 'nurse',
    division: { code: '630121', name: '大通' },
    store: disk,
    async page(part, { since, after }) {
      if (left-- <= 0) return OFFLINE;
      const isOfWhole = after === null ? null : (JSON.parse(after) as [string, number, boolean])[2];
      if (isOfWhole !== null && isOfWhole !== (since === null)) return { ok: false, problem: { code: 'BAD_INPUT' } };
      return { ok: true, data: server.page(part, since, after) };
    },
    codes: async () => (left < 0 ? OFFLINE : { ok: true, data: { codes: 'lists', scheduleId: null } }),
    now: () => 1_000,
    newId: () => String(ids++),
  };
};
beforeEach(() => {
  server = new Server();
  disk = new Disk();
  for (const id of ['a', 'b', 'c', 'd', 'e']) server.write(id);
});

describe('bringing a pack up to date', () => {
  it('loads the whole first, then only what changed, and forgets who is gone', async () => {
    expect(await pull(ports())).toEqual({ ok: true, data: 'whole' });
    server.write('b');
    server.write('c', false);
    server.write('f');
    server.asked = [];
    expect(await pull(ports())).toEqual({ ok: true, data: 'changes' });
    expect(server.asked.every((a) => a.since !== null)).toBe(true);
    expect(disk.rows('persons')).toEqual(server.standing());
    expect(disk.rows('doses')).toEqual(server.standing());
  });

  it('goes on behind the last page after a broken link, and uses the old pack until the new one is complete', async () => {
    await pull(ports());
    const before = disk.rows('persons');
    // Another area: a whole load.
    const elsewhere = { ...ports(2), division: { code: '630123', name: '湟源' } };
    expect(await pull(elsewhere)).toEqual(OFFLINE);
    expect(disk.rows('persons')).toEqual(before);
    server.asked = [];
    expect((await pull({ ...ports(), division: { code: '630123', name: '湟源' } })).ok).toBe(true);
    expect(server.asked[0]).toMatchObject({ part: 'persons', since: null });
    expect(server.asked[0]?.after).not.toBeNull();
    expect(disk.state.current?.division).toBe('630123');
    expect([...disk.pages.keys()].every((key) => key.startsWith(`${disk.state.current?.id} `))).toBe(true);
  });

  it('loads the whole again when the server does not know the position any more', async () => {
    await pull(ports());
    const usual = ports();
    const forgetful: typeof usual = {
      ...usual,
      page: async (part, ask) =>
        ask.since === null ? usual.page(part, ask) : { ok: false, problem: { code: 'BAD_INPUT' } },
    };
    expect(await pull(forgetful)).toEqual({ ok: true, data: 'whole' });
    expect(disk.rows('persons')).toEqual(server.standing());
  });

  it('asks at once for what changed since, when changes were broken off half-way', async () => {
    await pull(ports());
    for (const id of ['a', 'b', 'c']) server.write(id, false);
    expect(await pull(ports(1))).toEqual(OFFLINE);
    server.write('a');
    expect((await pull(ports())).ok).toBe(true);
    expect(disk.rows('persons')).toEqual(server.standing());
  });

  it('ends equal to the server whatever was written and wherever the link broke', async () => {
    const step = fc.oneof(
      fc.record({ write: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), here: fc.boolean() }),
      fc.record({ cut: fc.integer({ min: 0, max: 7 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        server = new Server();
        disk = new Disk();
        for (const s of steps) {
          if ('write' in s) server.write(s.write, s.here);
          else await pull(ports(s.cut));
        }
        expect((await pull(ports())).ok).toBe(true);
        expect(disk.rows('persons')).toEqual(server.standing());
        expect(disk.rows('doses')).toEqual(server.standing());
      }),
    );
  });
});
