import { addDays, loadSchedule } from '@miaoben/schedule';
import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { onMeasuredPage } from '../measured-page.ts';
import { type Child, children, DAY } from '../schedule/children.ts';
import { median, rounded } from '../statistics.ts';

/**
 * Question: how long does a browser take to judge a pack of 10,000 children anew, off the main thread, on a machine four
 * times slower? The page is the app's own judge and worker, built as the app is. Chromium slows the page's own thread
 * only, so the time is counted from the processor time of page and worker together, as if one thread did it all; other
 * programs of the machine do not count.
 */
const COUNT = 10_000;
const SLOWER = 4;
const ROUNDS = 7;
const SEED = 20261121;
const GATE_MS = 2_000;
/** A tap must be answered within this, slowed down as well. */
const GATE_TASK_MS = 200;

const say = (text: string) => void process.stdout.write(`${text}\n`);

/** The n-th child of a pack: of every age up to 15 years, with the doses it has had by then. */
function onPack({ subject, history }: Child, n: number): Child {
  const later = Math.round((n / COUNT) * 15 * 365);
  const birthDate = addDays(subject.birthDate, later);
  return {
    subject: { ...subject, birthDate },
    history: history.map((dose) => ({ ...dose, date: addDays(dose.date, later) })).filter(({ date }) => date <= DAY),
  };
}

export async function run(): Promise<boolean> {
  const list = children(COUNT, loadSchedule(nipSchedule(), 'current'), SEED).map(onPack);
  const doses = list.reduce((sum, { history }) => sum + history.length, 0);
  const files = list.map(({ subject, history }, i) => ({ id: `child-${i}`, subject, history }));
  const bodies = { '/children.json': JSON.stringify({ files }) };
  return onMeasuredPage(import.meta.dirname, bodies, async ({ page, slow, busyFor }) => {
    const measure = async (rate: number) => {
      await slow(rate);
      const rounds = [];
      for (let i = 0; i < ROUNDS; i += 1) {
        const { value, busyMs } = await busyFor(() => page.evaluate((day) => window.judge(day), DAY));
        rounds.push({ ...value, busyMs });
      }
      // The first round loads and warms up.
      const later = rounds.slice(1);
      return {
        busy: median(later.map(({ busyMs }) => busyMs)),
        wall: median(later.map(({ wallMs }) => wallMs)),
        task: median(later.map(({ longestTaskMs }) => longestTaskMs)),
        due: later[0]?.due ?? 0,
      };
    };
    const plain = await measure(1);
    const slowed = await measure(SLOWER);
    const counted = plain.busy * SLOWER;
    const passed = counted <= GATE_MS && slowed.task <= GATE_TASK_MS;
    say(`${COUNT} children, ${doses} doses, ${plain.due} due, schedule NIP-2026, seed ${SEED}`);
    say(`  as it is         ${rounded(plain.wall, 0)} ms, of them ${rounded(plain.busy, 0)} ms of processor`);
    say(`  page slowed ${SLOWER} ×  ${rounded(slowed.wall, 0)} ms, a tap waits at most ${rounded(slowed.task, 0)} ms`);
    say(
      `  all slowed ${SLOWER} ×   ${rounded(counted, 0)} ms${passed ? '' : `   MISSED: at most ${GATE_MS} ms, a tap at most ${GATE_TASK_MS} ms`}`,
    );
    return passed;
  });
}
