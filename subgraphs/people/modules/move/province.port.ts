import type { SubgraphConfig } from '@miaoben/kernel';
import * as v from 'valibot';

/** A file as it is handed to the platform of another province. */
export interface Transfer {
  readonly transferId: string;
  /** two digits of the province it comes from and of the one it goes to */
  readonly from: string;
  readonly to: string;
  readonly person: {
    readonly name: string;
    readonly sex: string;
    readonly birthDate: string;
    readonly documentType: string;
    readonly documentNumber: string | null;
    readonly barcode: string;
  };
  readonly address: string | null;
  readonly contact: string | null;
  readonly phone: string | null;
  readonly reason: string;
}

const Taken = v.object({ receipt: v.pipe(v.string(), v.minLength(1), v.maxLength(64)) });
const Status = v.variant('state', [
  v.object({ state: v.literal('waiting') }),
  v.object({ state: v.literal('received') }),
  v.object({ state: v.literal('refused'), reason: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) }),
  v.object({ state: v.literal('cancelled') }),
]);
export type TransferStatus = v.InferOutput<typeof Status>;
/** A sentence without personal data. */
export interface Failure {
  readonly failure: string;
}

const path = (id = '') => `/transfers${id && `/${id}`}`;

async function call(config: SubgraphConfig, method: string, at: string, body?: Transfer): Promise<Response | Failure> {
  try {
    return await fetch(new URL(at, config.provincesUrl), {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    return { failure: 'no answer' };
  }
}

async function read<T>(answer: Response, schema: v.GenericSchema<unknown, T>): Promise<T | Failure> {
  const read = v.safeParse(schema, await answer.json().catch(() => null));
  return read.success ? read.output : { failure: 'answer not understood' };
}

const isFinal = (status: number): boolean => status >= 400 && status < 500 && status !== 429;

/** Hands a file over; the same again gets the same receipt. `refused`: sent again it would be refused again. Never throws. */
export async function sendTransfer(
  config: SubgraphConfig,
  transfer: Transfer,
): Promise<{ receipt: string } | { refused: string } | Failure> {
  const answer = await call(config, 'POST', path(), transfer);
  if ('failure' in answer) return answer;
  if (isFinal(answer.status)) return { refused: `对方平台不受理（${answer.status}）` };
  return answer.ok ? read(answer, Taken) : { failure: `status ${answer.status}` };
}

/** What became of a file handed over. Never throws. */
export async function askTransfer(config: SubgraphConfig, id: string): Promise<TransferStatus | Failure> {
  const answer = await call(config, 'GET', path(id));
  if ('failure' in answer) return answer;
  return answer.ok ? read(answer, Status) : { failure: `status ${answer.status}` };
}

/** Takes a file back that nobody answered; the other side says how it stands then. Never throws. */
export async function cancelTransfer(config: SubgraphConfig, id: string): Promise<TransferStatus | Failure> {
  const answer = await call(config, 'DELETE', path(id));
  if ('failure' in answer) return answer;
  if (answer.status === 404) return { state: 'cancelled' };
  return answer.ok || answer.status === 409 ? read(answer, Status) : { failure: `status ${answer.status}` };
}
