import type { SubgraphConfig } from '@miaoben/kernel';
import { callPort, type Failure, readPort, statusOf } from '@miaoben/kernel/port';
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

const path = (id = '') => `/transfers${id && `/${id}`}`;

const PATIENCE_MS = 10_000;
const call = (config: SubgraphConfig, method: string, at: string, body?: Transfer) =>
  callPort(new URL(at, config.provincesUrl), { method, body, patience: PATIENCE_MS });

const isFinal = (status: number): boolean => status >= 400 && status < 500 && status !== 429;

/** Hands a file over; the same again gets the same receipt. `refused`: sent again it would be refused again. Never throws. */
export async function sendTransfer(
  config: SubgraphConfig,
  transfer: Transfer,
): Promise<{ receipt: string } | { refused: string } | Failure> {
  const answer = await call(config, 'POST', path(), transfer);
  if ('failure' in answer) return answer;
  if (isFinal(answer.status)) return { refused: `对方平台不受理（${answer.status}）` };
  return answer.ok ? readPort(answer, Taken) : statusOf(answer);
}

/** What became of a file handed over. Never throws. */
export async function askTransfer(config: SubgraphConfig, id: string): Promise<TransferStatus | Failure> {
  const answer = await call(config, 'GET', path(id));
  if ('failure' in answer) return answer;
  return answer.ok ? readPort(answer, Status) : statusOf(answer);
}

/** Takes a file back that nobody answered; the other side says how it stands then. Never throws. */
export async function cancelTransfer(config: SubgraphConfig, id: string): Promise<TransferStatus | Failure> {
  const answer = await call(config, 'DELETE', path(id));
  if ('failure' in answer) return answer;
  if (answer.status === 404) return { state: 'cancelled' };
  return answer.ok || answer.status === 409 ? readPort(answer, Status) : statusOf(answer);
}
