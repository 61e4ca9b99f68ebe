import { deepStrictEqual } from 'node:assert';
import { type ChildProcess, fork } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '@miaoben/kernel';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Pool } from 'undici';
import { freePort } from '../../../gateway/start/postgres.ts';
import { cpuSeconds } from '../cpu.ts';
import { median, quantile, rounded } from '../statistics.ts';
import { QUESTIONS, type Question } from './questions.ts';

/**
 * Question: what does our gateway cost beside a stock Apollo Gateway and beside a hand-written aggregator, over the same subgraphs?
 * Gate: CPU per request (steady on shared cores); requests per second are printed only.
 */
const GATES: Partial<Record<Question, number>> = { root: 2, join: 1.6 };
const CONNECTIONS = 64;
const ROUNDS = 5;
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');

interface Variant {
  name: 'ours' | 'stock' | 'aggregator';
  url: string;
  process: ChildProcess;
  startedIn: number;
}

async function startProcess(
  entry: string,
  args: string[],
  env: Record<string, string> = {},
  ready?: () => Promise<boolean>,
): Promise<{ process: ChildProcess; startedIn: number }> {
  const started = performance.now();
  const child = fork(join(root, entry), args, {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  if (ready) {
    while (!(await ready().catch(() => false))) await new Promise((r) => setTimeout(r, 10));
  } else {
    await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', () => reject(new Error(`${entry} ended`)));
    });
  }
  return { process: child, startedIn: performance.now() - started };
}

export async function run(options: string[]): Promise<boolean> {
  const quick = options.includes('--quick');
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = JSON.stringify({ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'ES256', use: 'sig' });
  const token = await new SignJWT({ role: 'partner', div: ['63'] })
    .setProtectedHeader({ alg: 'ES256', kid: 'bench' })
    .setIssuer(TOKEN_ISSUER)
    .setAudience(TOKEN_AUDIENCE)
    .setSubject('bench')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
  const ports = await Promise.all(Array.from({ length: 5 }, () => freePort()));
  const [people, vaccines, ours, stock, aggregator] = ports as [number, number, number, number, number];
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const urls = {
    identity: at(people),
    people: at(people),
    vaccines: at(vaccines),
    certificates: at(vaccines),
    statistics: at(vaccines),
  };
  const processes: ChildProcess[] = [];
  const keep = <T extends { process: ChildProcess }>(started: T): T => {
    processes.push(started.process);
    return started;
  };
  try {
    keep(await startProcess('tests/bench/gateway/stub.ts', ['people', String(people), jwk]));
    keep(await startProcess('tests/bench/gateway/stub.ts', ['vaccines', String(vaccines), jwk]));
    const answers = (url: string) => async () => (await fetch(url)).ok;
    const variants: Variant[] = [
      {
        name: 'ours',
        url: at(ours),
        ...keep(
          await startProcess(
            'gateway/main.ts',
            [],
            {
              PORT: String(ours),
              MIAOBEN_ROUTER_SECRET: 'router-secret-of-the-bench',
              MIAOBEN_PWA: here,
              MIAOBEN_LOG_LEVEL: 'error',
              ...Object.fromEntries(Object.entries(urls).map(([n, u]) => [`MIAOBEN_URL_${n.toUpperCase()}`, u])),
            },
            answers(`${at(ours)}/health/live`),
          ),
        ),
      },
      {
        name: 'stock',
        url: at(stock),
        ...keep(
          await startProcess('tests/bench/gateway/stock.ts', [
            String(stock),
            JSON.stringify(urls),
            join(root, 'schema/supergraph.graphql'),
          ]),
        ),
      },
      {
        name: 'aggregator',
        url: at(aggregator),
        ...keep(await startProcess('tests/bench/gateway/aggregator.ts', [String(aggregator), JSON.stringify(urls)])),
      },
    ];
    process.stdout.write(
      `start to first answer: ours ${rounded(variants[0]!.startedIn / 1000)} s, stock ${rounded(variants[1]!.startedIn / 1000)} s\n`,
    );
    return await measure(variants, token, quick);
  } finally {
    for (const child of processes) child.kill('SIGKILL');
  }
}

async function measure(variants: Variant[], token: string, quick: boolean): Promise<boolean> {
  const pools = new Map(variants.map((v) => [v.name, new Pool(v.url, { connections: CONNECTIONS })]));
  const ask = async (variant: Variant, question: Question) => {
    const { query, variables } = QUESTIONS[question];
    const answer = await pools.get(variant.name)!.request({
      method: 'POST',
      path: variant.name === 'stock' ? '/' : '/graphql',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    return answer.body.text();
  };
  let passed = true;
  for (const question of Object.keys(QUESTIONS) as Question[]) {
    const expected: unknown = JSON.parse(await ask(variants[2]!, question));
    let bytes = 0;
    for (const variant of variants) {
      const text = await ask(variant, question);
      bytes = text.length;
      deepStrictEqual(JSON.parse(text), expected, `${variant.name} answers ${question} differently`);
    }
    const requests = quick ? Math.ceil(QUESTIONS[question].requests / 5) : QUESTIONS[question].requests;
    const rounds: Record<string, { cpu: number[]; rate: number[]; latency: number[] }> = Object.fromEntries(
      variants.map((v) => [v.name, { cpu: [], rate: [], latency: [] }]),
    );
    for (const variant of variants) await load(() => ask(variant, question), Math.ceil(requests / 4));
    for (let round = 0; round < ROUNDS; round++) {
      for (const variant of round % 2 === 0 ? variants : [...variants].reverse()) {
        const before = cpuSeconds({ [variant.name]: variant.process.pid! });
        const started = performance.now();
        const latency = await load(() => ask(variant, question), requests);
        const seconds = (performance.now() - started) / 1000;
        const r = rounds[variant.name]!;
        r.cpu.push(((cpuSeconds({ [variant.name]: variant.process.pid! }) - before) * 1000) / requests);
        r.rate.push(requests / seconds);
        r.latency.push(quantile(latency, 0.99));
      }
    }
    process.stdout.write(
      `${question}: ${bytes} characters an answer, ${requests} requests x ${ROUNDS} rounds, ${CONNECTIONS} connections\n`,
    );
    const stock = rounds.stock!;
    for (const variant of variants) {
      const r = rounds[variant.name]!;
      const ratios = r.cpu.map((cpu, i) => stock.cpu[i]! / cpu);
      process.stdout.write(
        `  ${variant.name.padEnd(10)} CPU ${rounded(median(r.cpu), 3)} ms/request, ${rounded(median(ratios))}x stock (${rounded(Math.min(...ratios))}-${rounded(Math.max(...ratios))}); ${Math.round(median(r.rate))} requests/s, p99 ${Math.round(median(r.latency))} ms\n`,
      );
      const gate = variant.name === 'ours' ? GATES[question] : undefined;
      if (gate && median(ratios) < gate) {
        process.stdout.write(`  MISSED: ${question} must be at least ${gate}x stock by CPU\n`);
        passed = false;
      }
    }
  }
  await Promise.all([...pools.values()].map((p) => p.close()));
  return passed;
}

/** Sends `requests` requests, at most CONNECTIONS at a time. @returns latencies in ms */
async function load(send: () => Promise<unknown>, requests: number): Promise<number[]> {
  const latency: number[] = [];
  let left = requests;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (left-- > 0) {
        const started = performance.now();
        await send();
        latency.push(performance.now() - started);
      }
    }),
  );
  return latency;
}
