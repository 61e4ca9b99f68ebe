import { randomUUID } from 'node:crypto';
import { MiaobenError, sendJson } from '@miaoben/kernel';
import * as v from 'valibot';
import { type Counterpart, escapeHtml, readJson, sendPage, startCounterpart } from './counterpart.ts';

const Sm3 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const Licence = v.object({
  kind: v.literal('certificate'),
  submissionId: v.pipe(v.string(), v.uuid()),
  identifier: v.pipe(v.string(), v.startsWith('1.2.156.3005.2.')),
  typeCode: v.string(),
  number: v.string(),
  issuerCode: v.string(),
  holderName: v.string(),
  issuedOn: v.pipe(v.string(), v.isoDate()),
  expiresOn: v.pipe(v.string(), v.isoDate()),
  ofdSm3: Sm3,
  pdfSm3: Sm3,
  sealNumber: v.string(),
});
const Seal = v.object({
  kind: v.literal('seal'),
  submissionId: v.pipe(v.string(), v.uuid()),
  number: v.pipe(v.string(), v.regex(/^\d{14}$/)),
  name: v.string(),
  issuerCode: v.string(),
  certificateSerial: v.string(),
  validTo: v.pipe(v.string(), v.isoDate()),
});
const Withdrawal = v.object({
  kind: v.literal('withdrawal'),
  submissionId: v.pipe(v.string(), v.uuid()),
  of: v.pipe(v.string(), v.uuid()),
  cause: v.picklist(['certificate_revoked', 'file_withdrawn', 'seal_replaced', 'seal_withdrawn']),
  at: v.pipe(v.string(), v.isoTimestamp()),
});
/** Where it wants to be told that something changed here. */
const Notified = v.object({ notifyUrl: v.pipe(v.string(), v.url()) });
const Submission = v.intersect([v.variant('kind', [Licence, Seal, Withdrawal]), Notified]);
type State = 'registered' | 'suspended' | 'cancelled';
interface Sealing {
  receipt: string;
  sealId: string;
  at: string;
  state: 'sealed' | 'withdrawn';
  withdrawnAt: string | null;
}
interface Standing {
  state: State;
  at: string;
  reason: string | null;
  sealing: Sealing | null;
  /** place in the log of changes */
  change: number;
}
type Taken = v.InferOutput<typeof Submission> & { receipt: string; at: string; standing: Standing | null };

const KEPT = 1_000;
const PAGE = 200;
const WORDS: Record<State, string> = { registered: '已登记', suspended: '已暂停', cancelled: '已注销' };
const ACTS: Readonly<Record<string, { from: readonly State[]; to: State; reason: string | null; word: string }>> = {
  suspend: { from: ['registered'], to: 'suspended', reason: '平台核查中', word: '暂停' },
  resume: { from: ['suspended'], to: 'registered', reason: null, word: '恢复' },
  cancel: { from: ['registered', 'suspended'], to: 'cancelled', reason: '平台注销', word: '注销' },
};

/**
 * Local counterpart of the licence platform (证照平台) with its seal system. `POST /submissions` takes data of a certificate or a seal,
 * or takes one of these back, and answers with its acceptance number, `{receipt}`; the same submission again gets the same number.
 * `GET /changes?after=` is how what it took stands since a place in its log, with the receipt of the seal system (签章回执); after each
 * change it calls the `notifyUrl` of the submission. `GET /submissions` is what it took, newest first; `GET /` shows it, with buttons that
 * play the platform. Nothing leaves the machine, nothing is stored.
 */
export function startLicencePlatformCounterpart(port: number): Promise<Counterpart> {
  const platform = new Platform();
  return startCounterpart(port, async (request, response, url) => {
    const [, room, id = '', act = ''] = url.pathname.split('/');
    if (request.method === 'POST' && url.pathname === '/submissions') {
      const read = v.safeParse(Submission, await readJson(request));
      if (!read.success) throw new MiaobenError('BAD_INPUT');
      sendJson(response, 202, { receipt: platform.take(read.output) });
      return true;
    }
    if (request.method === 'POST' && room === 'submissions' && platform.act(id, act)) {
      response.writeHead(303, { location: '/' }).end();
      return true;
    }
    if (request.method !== 'GET') return false;
    if (url.pathname === '/changes') {
      sendJson(response, 200, platform.changes(url.searchParams.get('after')), { 'cache-control': 'no-store' });
      return true;
    }
    if (url.pathname === '/submissions') {
      sendJson(response, 200, platform.all(), { 'cache-control': 'no-store' });
      return true;
    }
    if (url.pathname !== '/') return false;
    showTaken(response, platform.all());
    return true;
  });
}

class Platform {
  readonly #taken = new Map<string, Taken>();
  /** of this run: a place in the log of another run says nothing */
  readonly #run = randomUUID().slice(0, 8);
  #last = 0;
  #change = 0;

  all(): Taken[] {
    return [...this.#taken.values()].reverse();
  }

  /** @returns the acceptance number */
  take(submission: v.InferOutput<typeof Submission>): string {
    const known = this.#taken.get(submission.submissionId);
    if (known) return known.receipt;
    this.#last += 1;
    const at = new Date().toISOString();
    const number = `${at.slice(0, 10).replaceAll('-', '')}${String(this.#last).padStart(6, '0')}`;
    const taken: Taken = { ...submission, receipt: `SL${number}`, at, standing: null };
    this.#taken.set(submission.submissionId, taken);
    for (const oldest of this.#taken.keys()) {
      if (this.#taken.size <= KEPT) break;
      this.#taken.delete(oldest);
    }
    if (submission.kind === 'withdrawal') this.#takeBack(submission);
    else {
      const sealing: Sealing | null =
        submission.kind === 'certificate'
          ? { receipt: `QZ${number}`, sealId: submission.sealNumber, at, state: 'sealed', withdrawnAt: null }
          : null;
      this.#stand(taken, { state: 'registered', reason: null, sealing });
    }
    return taken.receipt;
  }

  /** A certificate revoked, or a seal that is used no more, is cancelled; of a file only the sealing is withdrawn. */
  #takeBack({ of, cause }: v.InferOutput<typeof Withdrawal>): void {
    const taken = this.#taken.get(of);
    if (!taken?.standing) return;
    const { sealing, state } = taken.standing;
    this.#stand(taken, {
      state: cause === 'file_withdrawn' ? state : 'cancelled',
      reason: null,
      sealing: sealing && {
        ...sealing,
        state: 'withdrawn',
        withdrawnAt: sealing.withdrawnAt ?? new Date().toISOString(),
      },
    });
  }

  /** Plays the platform. @returns false when it cannot be done */
  act(id: string, name: string): boolean {
    const taken = this.#taken.get(id);
    const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
    if (!taken?.standing || !act?.from.includes(taken.standing.state)) return false;
    this.#stand(taken, { state: act.to, reason: act.reason, sealing: taken.standing.sealing });
    return true;
  }

  #stand(taken: Taken, standing: Pick<Standing, 'state' | 'reason' | 'sealing'>): void {
    this.#change += 1;
    taken.standing = { ...standing, at: new Date().toISOString(), change: this.#change };
    // Who does not hear it reads the change at its next round.
    void fetch(taken.notifyUrl, { method: 'POST', signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  }

  changes(after: string | null) {
    const [run, place] = (after ?? '').split('.');
    const from = run === this.#run ? Number(place) : 0;
    const later = [...this.#taken.values()]
      .flatMap(({ submissionId, standing }) =>
        standing && standing.change > from ? [{ submissionId, ...standing }] : [],
      )
      .sort((a, b) => a.change - b.change);
    const page = later.slice(0, PAGE);
    return {
      changes: page.map(({ change: _, ...told }) => told),
      cursor: `${this.#run}.${page.at(-1)?.change ?? from}`,
      isMore: later.length > PAGE,
    };
  }
}

function showTaken(response: Parameters<typeof sendPage>[0], taken: readonly Taken[]): void {
  const rows = taken.map((t) => {
    const { standing } = t;
    const button = ([name, { word }]: [string, { word: string }]) =>
      `<form method="post" action="/submissions/${t.submissionId}/${name}"><button>${word}</button></form>`;
    const acts = standing ? Object.entries(ACTS).filter(([, act]) => act.from.includes(standing.state)) : [];
    const number = t.kind === 'withdrawal' ? t.of : t.number;
    const sealing = standing?.sealing ? `${standing.sealing.receipt} ${standing.sealing.state}` : '';
    return `<tr><td>${t.at}<td>${t.receipt}<td>${escapeHtml(t.kind)}<td>${escapeHtml(number)}<td>${standing ? WORDS[standing.state] : ''}<td>${sealing}<td>${acts.map(button).join('')}`;
  });
  sendPage(
    response,
    '证照平台（本地对接件） Licence platform',
    rows.length > 0 ? `<table>${rows.join('')}</table>` : '<p>还没有提交。Nothing was submitted yet.</p>',
  );
}
