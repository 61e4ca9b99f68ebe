import { type GivenDose, judge, loadSchedule } from '@miaoben/schedule';
import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { median, rounded } from '../statistics.ts';
import { type Child, children, DAY } from './children.ts';

/** Question: how many children does one core judge in a second? Beside it the floor, a loop that only sorts the same doses. */
const COUNT = 2_000;
const ROUNDS = 9;
const SEED = 20261120;
/** Children with 24 doses, evaluated and forecast, a second of one core. */
const GATE = 20_000;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const byDate = (a: GivenDose, b: GivenDose) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0);

/** Children a second of processor time, the median of the rounds: other programs on the machine do not count. */
function rate(list: readonly Child[], work: (child: Child) => number): number {
  let seen = 0;
  const rounds = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    for (const child of list) seen += work(child);
    const { user, system } = process.cpuUsage(before);
    return (list.length * 1e6) / (user + system);
  });
  if (seen === 0) throw new Error('the loop did nothing');
  return median(rounds.slice(2));
}

export async function run(): Promise<boolean> {
  const schedule = loadSchedule(nipSchedule(), 'current');
  const list = children(COUNT, schedule, SEED);
  const doses = list.reduce((sum, child) => sum + child.history.length, 0);
  say(`${COUNT} children, ${doses} doses, schedule ${schedule.id}, seed ${SEED}`);
  const floor = rate(list, ({ history }) => history.toSorted(byDate).length);
  const judged = rate(list, ({ subject, history }) => judge(subject, history, schedule, DAY).series.length);
  const passed = judged >= GATE;
  say(`  only sorted             ${Math.round(floor)} children/s and core`);
  say(
    `  evaluated and forecast  ${Math.round(judged)} children/s and core, ${rounded(floor / judged, 1)} times the floor's work${passed ? '' : `   MISSED: at least ${GATE}`}`,
  );
  return passed;
}
