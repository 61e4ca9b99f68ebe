import { generatePrivateKey, issueClassList, loadSigner, toBase64url } from '@miaoben/credential';
import { type EntryResult, entryAssessment, loadSchedule } from '@miaoben/schedule';
import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import type { Pack, PackPupil } from '../../../pwa/src/offline/class-packs.ts';
import type { JudgedFile } from '../../../pwa/src/offline/judge-due.ts';
import { subjectOf } from '../../../pwa/src/offline/packs-engine.ts';
import { type MeasuredPage, onMeasuredPage } from '../measured-page.ts';
import { classOf, generatePupils, PUPILS, ROSTER_DAY, SEED } from '../roster/pupils.ts';
import { median, rounded } from '../statistics.ts';
import type { Look } from './page.ts';

/**
 * Question: how long does a device four times slower need for the verdicts of a school of 2,000 without any network? At the
 * school: the classes it took along are opened and counted; they hold answers, not histories (certificates, section 5). At
 * the vaccination unit, which holds the doses: the engine judges all of them in a worker, which the app has warm by then; how it would be
 * without is told beside it. Counted is the processor time of
 * page and worker together times four, as if one slow thread did it all.
 */
const SLOWER = 4;
const ROUNDS = 7;
const FIRSTS = 5;
const GATE_MS = 3_000;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const VERDICTS: Readonly<Record<EntryResult, PackPupil['verdict']>> = {
  1: 'complete',
  2: 'missing_doses',
  3: 'no_file',
  4: 'postponed',
  5: 'not_yet_due',
};

/** The pupils as the engine is told of them, and in the packs of their classes. */
function school(): {
  files: JudgedFile[];
  packs: Omit<Pack, 'signature'>[];
  doses: number;
  counts: Record<string, number>;
} {
  const schedule = loadSchedule(nipSchedule(), { asOf: ROSTER_DAY });
  const counts: Record<string, number> = {};
  const pupils = generatePupils(PUPILS).map((person, n) => {
    const subject = subjectOf(
      { ...person, conditions: [...person.conditions], residence: person.residenceDivision },
      (person.facts ?? []).map((fact) => ({ personId: person.id, ...fact })),
    );
    const history = person.doses.map(({ id, date, vaccine }) => ({ id, date, vaccine }));
    const { result, missing } = entryAssessment(subject, history, schedule, ROSTER_DAY);
    counts[result] = (counts[result] ?? 0) + 1;
    const pupil: PackPupil = {
      id: person.id,
      name: person.name,
      birthDate: person.birthDate,
      sex: person.sex,
      state: 'evaluated',
      verdict: VERDICTS[result],
      certificateSeen: null,
      proofState: null,
      forClinic: false,
      isReissued: false,
      noticeType: null,
      noticeOn: null,
      noticeState: null,
      caughtUpOn: null,
      managingClinic: { id: person.managingClinicCode, name: person.managingClinicCode },
      missing: missing.map(({ series, dose, earliest }) => ({ series, seriesName: series, dose, earliest })),
      caughtUp: [],
      listRow: { checkId: SCHOOL, row: n + 2 },
    };
    return { file: { id: person.id, subject, history }, pupil, className: classOf(n) };
  });
  const packs = [...Map.groupBy(pupils, (p) => p.className)].map(([name, own]) =>
    packOf(
      name,
      own.map((p) => p.pupil),
    ),
  );
  const files = pupils.map((p) => p.file);
  return { files, packs, doses: files.reduce((sum, { history }) => sum + history.length, 0), counts };
}

const SCHOOL = '01a22000-0000-7000-8000-000000000001';
const packOf = (name: string, pupils: PackPupil[]): Omit<Pack, 'signature'> => ({
  takenAt: `${ROSTER_DAY}T00:00:00.000Z`,
  round: {
    id: SCHOOL,
    code: '20261',
    schoolYear: 2026,
    term: 'autumn',
    termStart: '2026-11-01',
    deadline: '2026-12-01',
    recheckFrom: '2026-12-01',
    recheckTo: '2026-12-31',
    state: 'open',
  },
  class: { id: name, grade: '一年级', name, school: { id: SCHOOL, name: '测试小学' } },
  pupils,
});

/** Medians of some looks, the first one apart: it loads and warms up. @param firsts of others that came as new to it */
async function measure({ busyFor }: MeasuredPage, look: () => Promise<Look>, firsts: readonly number[] = []) {
  const looks = [];
  for (let i = 0; i < ROUNDS; i += 1) looks.push(await busyFor(look));
  const later = looks.slice(1);
  return {
    counts: looks[0]?.value.counts ?? {},
    first: median([looks[0]?.busyMs ?? 0, ...firsts]) * SLOWER,
    wall: median(later.map(({ value }) => value.wallMs)),
    slowed: median(later.map(({ busyMs }) => busyMs)) * SLOWER,
  };
}

export async function run(): Promise<boolean> {
  const { files, packs: unsigned, doses, counts } = school();
  const signer = await loadSigner('SM2', await generatePrivateKey('SM2'));
  const sign = async (pack: Omit<Pack, 'signature'>): Promise<Pack> => ({
    ...pack,
    signature: toBase64url(await issueClassList(pack, signer)),
  });
  const packs = await Promise.all(unsigned.map(sign));
  const bodies = { '/pupils.json': JSON.stringify({ files, packs, spki: toBase64url(signer.spki) }) };
  return onMeasuredPage(import.meta.dirname, bodies, async (measured) => {
    const { page } = measured;
    const opened = await measure(measured, () => page.evaluate(() => window.openPacks()));
    /** The first look of a worker that is new each time: the median of some, for it cannot be repeated. */
    const engine = async (isWarm: boolean) => {
      const ready = () => page.evaluate(([day, warm]) => window.readyEngine(day, warm), [ROSTER_DAY, isWarm] as const);
      const assess = () => page.evaluate((day) => window.assess(day), ROSTER_DAY);
      const firsts = [];
      for (let i = 1; i < FIRSTS; i += 1) {
        await ready();
        firsts.push((await measured.busyFor(assess)).busyMs);
      }
      await ready();
      return measure(measured, assess, firsts);
    };
    const cold = await engine(false);
    const judged = await engine(true);
    const expected = Object.entries(counts).map(([result, n]) => [VERDICTS[Number(result) as EntryResult], n] as const);
    const isRight =
      expected.every(([verdict, n]) => opened.counts[verdict] === n) &&
      [cold, judged].every((one) => JSON.stringify(one.counts) === JSON.stringify(counts));
    say(
      `${files.length} pupils in ${packs.length} classes, ${doses} doses, seed ${SEED}: ${JSON.stringify(judged.counts)}`,
    );
    let passed = isRight;
    const line = (what: string, { wall, slowed, first }: typeof opened) => {
      const holds = Math.max(slowed, first) <= GATE_MS;
      passed &&= holds;
      say(
        `  ${what.padEnd(38)} ${rounded(wall, 0)} ms, slowed ${SLOWER} × ${rounded(slowed, 0)} ms, the first time ${rounded(first, 0)} ms${holds ? '' : `   MISSED: at most ${GATE_MS} ms`}`,
      );
    };
    line('school: classes opened and counted', opened);
    line('unit: engine in a worker, not warmed', cold);
    line('unit: warmed while the pack is read', judged);
    if (!isRight) say('  MISSED: the device answers otherwise than the engine in Node');
    return passed;
  });
}
