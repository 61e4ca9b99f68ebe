import { audit, type BackgroundWork, type Em, publish, type Services, stepFailed } from '@miaoben/kernel';
import type { Failure } from '@miaoben/kernel/port';
import { lockPerson, openFile, type PersonRow } from '../person/person.repository.ts';
import { PLATFORM } from '../progress/case-step.ts';
import { advance, isStale } from './move.advance.ts';
import type { MoveAction } from './move.enums.ts';
import { claimAbroad, lockMove, type MoveRow, noteReceipt, postponeExchange } from './move.repository.ts';
import type { MoveParty } from './move.rules.ts';
import { MOVE_SEALED, openOr } from './move.shape.ts';
import { askTransfer, cancelTransfer, sendTransfer, type Transfer, type TransferStatus } from './province.port.ts';

type Exchanging = Pick<Services, 'orm' | 'keyring' | 'clock' | 'config'>;
const IDLE_MS = 2_000;
const LONGEST_WAIT_MS = 3_600_000;
const PROVINCE_DIGITS = 2;

interface Held {
  em: Em;
  person: PersonRow;
  move: MoveRow;
}

/** Does something with a move that is still under way, person and move locked. */
async function whileOpen<T>(
  { orm }: Exchanging,
  seen: MoveRow,
  work: (held: Held) => Promise<T>,
): Promise<T | undefined> {
  return (orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    const everywhere = { reach: { kind: 'all' }, organisation: undefined } as const;
    const person = await lockPerson(em, seen.person_id, everywhere);
    const move = person && (await lockMove(em, seen.id));
    if (!person || !move || (move.state !== 'initiated' && move.state !== 'waiting')) return undefined;
    return work({ em, person, move });
  });
}

async function take(
  base: Exchanging,
  { em, person, move }: Held,
  action: `${MoveAction}`,
  party: MoveParty,
  reason: string | null = null,
): Promise<void> {
  const act = { action, parties: [party], actor: PLATFORM, reason, answerBy: move.answer_by };
  await publish(em, await advance(em, base, person, move, act));
  await audit(em, PLATFORM, 'moves to other provinces', move.person_id, { move: move.id, action });
}

/**
 * The move goes out: from here on the holder cannot take it back, only the other side answers. A file that was closed or went elsewhere
 * ends it.
 * @returns what is sent; undefined when nothing is
 */
const sendOff = (base: Exchanging, seen: MoveRow): Promise<Transfer | undefined> =>
  whileOpen(base, seen, async (held) => {
    const { person, move } = held;
    if (isStale(person, move)) {
      await take(base, held, 'void', 'clock');
      return undefined;
    }
    if (move.state === 'initiated') await take(base, held, 'send', 'clock');
    const { name, sex, birthDate, documentType, documentNumber } = openFile(base.keyring, person);
    return {
      transferId: move.id,
      from: move.from_division.slice(0, PROVINCE_DIGITS),
      to: move.to_division,
      person: { name, sex, birthDate, documentType, documentNumber, barcode: person.barcode },
      address: openOr(base.keyring, move.address_sealed, MOVE_SEALED.address),
      contact: openOr(base.keyring, move.contact_sealed, MOVE_SEALED.contact),
      phone: openOr(base.keyring, move.phone_sealed, MOVE_SEALED.phone),
      reason: base.keyring.open(move.reason_sealed, MOVE_SEALED.reason),
    };
  });

/** Takes over what the other side says. */
async function settle(base: Exchanging, row: MoveRow, status: TransferStatus | Failure): Promise<void> {
  if ('failure' in status || status.state === 'waiting')
    return postpone(base, row, 'failure' in status ? status.failure : null);
  await whileOpen(base, row, async (held) => {
    if (status.state === 'cancelled') return take(base, held, 'lapse', 'clock');
    if (isStale(held.person, held.move)) return take(base, held, 'void', 'clock');
    return status.state === 'received'
      ? take(base, held, 'receive', 'province')
      : take(base, held, 'refuse', 'province', status.reason);
  });
}

async function postpone({ orm, clock }: Exchanging, row: MoveRow, error: string | null): Promise<void> {
  const wait = Math.min(1_000 * 2 ** row.exchange_attempts, LONGEST_WAIT_MS);
  const at = new Date(clock.instant().getTime() + wait);
  await postponeExchange(orm.em.fork() as Em, row.id, error, at);
}

/** One step with one move: sends it, or asks what became of it. @returns false when none waits */
export async function exchangeStep(base: Exchanging): Promise<boolean> {
  const { orm, clock, config } = base;
  const row = await claimAbroad(orm.em.fork() as Em, clock.instant());
  if (!row) return false;
  if (row.exchange_receipt === null) {
    const transfer = await sendOff(base, row);
    if (!transfer) return true;
    const outcome = await sendTransfer(config, transfer);
    if ('refused' in outcome) await settle(base, row, { state: 'refused', reason: outcome.refused });
    else if ('failure' in outcome && row.answer_by >= clock.today()) await postpone(base, row, outcome.failure);
    else if ('failure' in outcome) await settle(base, row, await cancelTransfer(config, row.id));
    else {
      const at = new Date(clock.instant().getTime() + IDLE_MS);
      await noteReceipt(orm.em.fork() as Em, row.id, outcome.receipt, at);
    }
    return true;
  }
  const status = await askTransfer(config, row.id);
  const isLate = row.answer_by < clock.today();
  const isOpen = 'failure' in status || status.state === 'waiting';
  await settle(base, row, isOpen && isLate ? await cancelTransfer(config, row.id) : status);
  return true;
}

/** Hands files to other provinces and takes over their answers, one at a time. */
export function startExchanging(services: Services): BackgroundWork {
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const round = async (): Promise<number> => {
    try {
      return (await exchangeStep(services)) ? 0 : IDLE_MS;
    } catch (error) {
      stepFailed(services.log, error as Error, {}, 'a move to another province could not be taken further');
      return IDLE_MS;
    }
  };
  const next = (pause: number) => {
    if (stopping) return;
    timer = setTimeout(() => {
      running = round().then(next);
    }, pause);
  };
  // Without a way to other provinces no such move begins.
  if (services.config.provincesUrl !== '') next(IDLE_MS);
  return {
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}
