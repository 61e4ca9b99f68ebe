import { uuidV7From } from '@miaoben/identifiers';
import { Rng } from '@miaoben/seeds/province/rng';
import { Link } from './link.ts';
import { LOT, type SimulationServer } from './server.ts';
import { type Flaw, QuotaExceeded, type Step, Tablet } from './tablet.ts';

/** What became of one schedule. */
export interface Verdict {
  /** steps in a journal that the server does not have */
  lost: number;
  /** rows or audit lines beyond one a step */
  doubled: number;
  /** tablets that do not show what the server has */
  diverged: number;
  /** steps the server refused, which wait for a person: neither lost nor doubled */
  attention: number;
  steps: number;
  /** doses that took one from the fridge */
  given: number;
  /** what was done, for a replay that is read by people */
  log: string[];
}

const HOUR = 3_600_000;
const QUIET_MS = 60_000;
/** Tablets with a flaw of their own never agree: no use in waiting for it. */
const FLAWED_QUIET_MS = 3_000;
const FAMILY = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜';
const GIVEN =
  '安邦才昌达恩飞刚航宏吉佳康乐敏宁欧培强荣盛腾伟祥雅泽卓柏晨丹尔方光浩佶君凯朗明南鹏琪然森婷文轩妍志子宗梓瑶涵怡诗桐茜莹倩雪丽娜静慧芳兰秀英华玉梅琳';

interface Person {
  id: string;
  birthDate: string;
}
interface Entered {
  step: Step;
  id: string;
  commandId: string;
}

const day = (at: number): string => new Date(at + 8 * HOUR).toISOString().slice(0, 10);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** One schedule: two tablets of a team in one township, some twenty steps among faults, then quiet. Same seed, same draws. */
export async function runSchedule(
  server: SimulationServer,
  seed: number,
  number: number,
  flaw?: Flaw,
): Promise<Verdict> {
  // Draws of their own for script, links and tablets: what runs at the same time must not change the order of the others' draws.
  const rng = new Rng(seed, number * 8);
  const township = server.townships[number % server.townships.length] ?? '';
  const log: string[] = [];
  const tablets = ['a', 'b'].map((name, i) => {
    const account = uuidV7From(Date.now(), rng.word(), rng.word(), rng.word());
    const link = new Link(server, account, new Rng(seed, number * 8 + 1 + i));
    return {
      name,
      link,
      tablet: new Tablet(account, township, link, new Rng(seed, number * 8 + 3 + i), flaw),
      own: [] as Person[],
    };
  });
  const persons = new Map<string, Person>();
  const entered: Entered[] = [];
  const lateDay = () => day(Date.now() - rng.int(1, 60) * 24 * HOUR);

  const newPerson = (tablet: Tablet): { person: Person; step: Step } => {
    const person = { id: tablet.newId(), birthDate: day(Date.now() - rng.int(70, 1500) * 24 * HOUR) };
    const name = rng.pick([...FAMILY]) + rng.pick([...GIVEN]) + rng.pick([...GIVEN]);
    const input = {
      id: person.id,
      name,
      sex: rng.pick(['F', 'M']),
      birthDate: person.birthDate,
      documentType: 'OTHER',
      guardians: [],
      residence: township,
      conditions: [],
    };
    return { person, step: { operation: 'CreatePerson', input } };
  };
  const doseOf = (tablet: Tablet, person: Person): Step => {
    const outside = rng.chance(0.3);
    return {
      operation: 'RecordDose',
      input: {
        doseId: tablet.newId(),
        personId: person.id,
        date: lateDay(),
        vaccineCode: server.product.vaccineCode,
        recordedAt: new Date(tablet.now()).toISOString(),
        outside,
        ...(outside
          ? { clinicName: '外地门诊' }
          : {
              productId: server.product.productId,
              lotNumber: LOT,
              site: 'left_upper_arm',
              route: 'IM',
              // The app lets nobody save a dose without consent and without a reason.
              overrideReason: '监护人已签纸质知情同意书',
            }),
      },
    };
  };
  const factOf = (tablet: Tablet, person: Person): Step => ({
    operation: 'RecordHealthFact',
    input: {
      factId: tablet.newId(),
      personId: person.id,
      code: 'D01',
      date: lateDay(),
      until: day(Date.now() + 30 * 24 * HOUR),
    },
  });

  const enter = (t: (typeof tablets)[number]) => {
    // A tablet knows whom it entered itself, and whom its pack brought.
    const held = t.tablet.replica('persons');
    const known = [...persons.values()].filter((p) => t.own.includes(p) || held.has(p.id));
    const made = known.length === 0 || rng.chance(0.3) ? newPerson(t.tablet) : null;
    const person = made?.person ?? rng.pick(known);
    const step = made?.step ?? (rng.chance(0.8) ? doseOf(t.tablet, person) : factOf(t.tablet, person));
    const again = rng.chance(0.5);
    for (let tries = 0; tries < 2; tries += 1) {
      try {
        const { commandId } = t.tablet.enter(person.id, step);
        const { id, doseId, factId } = step.input as Record<string, string>;
        entered.push({ step, commandId, id: doseId ?? factId ?? id ?? '' });
        if (made) {
          persons.set(person.id, person);
          t.own.push(person);
        }
        log.push(`${t.name} ${step.operation}`);
        return;
      } catch (error) {
        if (!(error instanceof QuotaExceeded)) throw error;
        log.push(`${t.name} no room`);
        // The form is still open; the user makes room and saves once more, or gives up.
        if (!again) return;
      }
    }
  };

  const steps = rng.int(10, 24);
  for (let i = 0; i < steps; i += 1) {
    const t = rng.pick(tablets);
    const other = tablets.find((o) => o !== t) ?? t;
    const draw = rng.float();
    if (draw < 0.42) enter(t);
    else if (draw < 0.62) {
      log.push(`${t.name} flush`);
      await t.tablet.flush();
    } else if (draw < 0.68) {
      log.push('both flush');
      await Promise.all([t.tablet.flush(), other.tablet.flush()]);
    } else if (draw < 0.76) {
      log.push(`${t.name} pull`);
      await t.tablet.pull();
    } else if (draw < 0.84) {
      const touches = rng.int(0, 9);
      log.push(`${t.name} tab killed after ${touches}`);
      t.tablet.killAfter(touches);
    } else if (draw < 0.9) {
      t.tablet.skew = rng.int(-48, 48) * HOUR;
      log.push(`${t.name} clock ${t.tablet.skew / HOUR} h`);
    } else if (draw < 0.94) {
      log.push(`${t.name} disk full`);
      t.tablet.isFull = true;
    } else if (draw < 0.993) {
      log.push(`${t.name} late message`);
      await t.link.deliverOneLate();
    } else if (rng.chance(0.75)) {
      const name = rng.pick(['people', 'vaccines'] as const);
      log.push(`kill -9 ${name}`);
      const under = t.tablet.flush();
      server.kill(name);
      await under;
    } else {
      log.push('database restart');
      const under = t.tablet.flush();
      await server.restartDatabase();
      await under;
    }
  }

  await quiet(server, tablets);
  return judge(server, tablets, entered, log, flaw ? FLAWED_QUIET_MS : QUIET_MS);
}

/** The link holds, clocks are right, everything that is still under way arrives, both tablets send and fetch until nothing is left. */
async function quiet(server: SimulationServer, tablets: { link: Link; tablet: Tablet }[]): Promise<void> {
  for (const { link, tablet } of tablets) {
    link.isCalm = true;
    tablet.skew = 0;
    tablet.isFull = false;
    tablet.killAfter(-1);
  }
  await server.untilReady();
  for (const { link } of tablets) await link.deliverAllLate();
  for (const until = Date.now() + QUIET_MS; Date.now() < until; await pause(50)) {
    await Promise.all(tablets.map(({ tablet }) => tablet.flush()));
    if (tablets.every(({ tablet }) => tablet.isSettled)) return;
  }
}

/** How often each id stands on the server: rows of its table, and audit lines of its command. */
async function countOnServer(
  server: SimulationServer,
  entered: readonly Entered[],
): Promise<Map<string, { rows: number; lines: number }>> {
  const counts = new Map<string, { rows: number; lines: number }>();
  const add = (id: string, kind: 'rows' | 'lines', n: number) => {
    const count = counts.get(id) ?? { rows: 0, lines: 0 };
    count[kind] += n;
    counts.set(id, count);
  };
  const of = (operation: Step['operation']) => entered.filter((e) => e.step.operation === operation).map((e) => e.id);
  const tables = [
    ['people', 'person', 'id', 'Mutation.createPerson', of('CreatePerson')],
    ['vaccines', 'dose', 'dose_id', 'Mutation.recordDose', of('RecordDose')],
    ['vaccines', 'health_fact', 'fact_id', 'Mutation.recordHealthFact', of('RecordHealthFact')],
  ] as const;
  for (const [database, table, column, operation, ids] of tables) {
    const rows = await server.rows<{ id: string; n: number }>(
      database,
      `select ${column} as id, count(*)::int as n from ${table} where ${column} = any($1::uuid[]) group by 1`,
      [ids],
    );
    for (const { id, n } of rows) add(id, 'rows', n);
    const lines = await server.rows<{ id: string; n: number }>(
      database,
      'select subject as id, count(*)::int as n from audit_line where operation = $1 and subject = any($2::text[]) group by 1',
      [operation, ids],
    );
    for (const { id, n } of lines) add(id, 'lines', n);
  }
  return counts;
}

async function judge(
  server: SimulationServer,
  tablets: { tablet: Tablet }[],
  entered: readonly Entered[],
  log: string[],
  patienceMs: number,
): Promise<Verdict> {
  const journal = tablets.flatMap(({ tablet }) => tablet.journal);
  const refused = new Set(journal.filter((e) => e.state === 'attention').map((e) => e.commandId));
  const waitingBehind = new Set(tablets.flatMap(({ tablet }) => tablet.blocked.map((e) => e.commandId)));
  for (const { kind, state, problem } of journal)
    if (state !== 'done') log.push(`${kind} ended ${state} ${JSON.stringify(problem)}`);
  const counts = await countOnServer(server, entered);
  const verdict: Verdict = {
    lost: 0,
    doubled: 0,
    diverged: 0,
    attention: refused.size,
    steps: entered.length,
    given: 0,
    log,
  };
  for (const { commandId, id, step } of entered) {
    const { rows, lines } = counts.get(id) ?? { rows: 0, lines: 0 };
    if (refused.has(commandId) || waitingBehind.has(commandId)) {
      if (rows > 0) verdict.doubled += rows;
      continue;
    }
    if (rows === 0) verdict.lost += 1;
    if (rows > 1 || lines > 1) verdict.doubled += 1;
    if (rows > 0 && step.operation === 'RecordDose' && step.input.outside === false) verdict.given += 1;
  }
  verdict.diverged = await diverging(
    server,
    tablets.map((t) => t.tablet),
    entered,
    patienceMs,
  );
  return verdict;
}

/** Tablets that show something else than a tablet that fetches the whole pack now; changes may be a moment under way. */
async function diverging(
  server: SimulationServer,
  tablets: readonly Tablet[],
  entered: readonly Entered[],
  patienceMs: number,
): Promise<number> {
  const [some] = tablets;
  if (!some) return 0;
  const persons = entered.filter((e) => e.step.operation === 'CreatePerson').map((e) => e.id);
  let diverged = tablets.length;
  for (const until = Date.now() + patienceMs; Date.now() < until; await pause(200)) {
    // Before the other server has heard of a person no pack is whole: to fetch it would only cost.
    const there = await server.rows<{ id: string }>('people', 'select id from person where id = any($1::uuid[])', [
      persons,
    ]);
    const heard = await server.rows('vaccines', 'select 1 from subject where person_id = any($1::uuid[])', [persons]);
    if (heard.length < there.length) continue;
    for (const tablet of tablets) await tablet.pull();
    const fresh = some.twin();
    if (!(await fresh.pull())) continue;
    const same = (tablet: Tablet) =>
      (['persons', 'doses'] as const).every((part) => isSame(fresh.replica(part), tablet.replica(part)));
    diverged = tablets.filter((tablet) => !same(tablet)).length;
    const isWhole = there.every(({ id }) => fresh.replica('persons').has(id) && fresh.replica('doses').has(id));
    if (diverged === 0 && isWhole) return 0;
    if (!isWhole) diverged = tablets.length;
  }
  return diverged;
}

const isSame = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
