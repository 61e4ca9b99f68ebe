import { isOpen } from '@miaoben/sync';
import { useEffect, useState } from 'preact/hooks';
import { ClinicRecord } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { useData } from '../../data/use-data.ts';
import { locale } from '../../i18n/locale.ts';
import { currentDay } from '../../offline/day.ts';
import type { PlainEntry } from '../../offline/outbox-content.ts';
import { journal } from '../../offline/outbox-store.ts';
import { dosesInPack, factsInPack, type PackData, pack } from '../../offline/packs-data.ts';
import { scheduleOn } from '../../offline/packs-engine.ts';
import { heldDocumentId } from '../../offline/schedule-held.ts';
import { packPersonOf, recordOnDevice } from './device.ts';
import { judged } from './judge.ts';
import { notYetIn, type OwnEntries, ownEntriesOf, personEntryOf } from './own-entries.ts';
import { withOwn } from './own-views.ts';
import { recordOfServer } from './server.ts';
import type { RecordView, UnjudgedRecord } from './view.ts';

interface RecordState {
  record: RecordView | null;
  /** Why there is no record, or none newer than the one shown. */
  problem: Problem | undefined;
  isLoading: boolean;
  refresh: () => void;
}

const OUT_OF_REACH = new Set(['OFFLINE', 'UNAVAILABLE']);

const isNothing = (own: OwnEntries): boolean =>
  own.doses.length === 0 &&
  own.facts.length === 0 &&
  own.notGiven.length === 0 &&
  own.consents.length === 0 &&
  own.withdrawals.length === 0;

/**
 * The record of one child: the server's as long as it answers, else the pack's; either way with what this device
 * recorded and has not sent yet, judged by the schedule engine. The server explains in Chinese: for English the device
 * judges the same facts again.
 */
export function useRecord(id: string): RecordState {
  const entry = personEntryOf(journal.value.filter(isOpen), id);
  // A file that is not on the server yet need not be asked for there.
  const { data, problem, isLoading, refresh } = useData(ClinicRecord, { id }, { pause: entry !== undefined });
  const [record, setRecord] = useState<RecordView | null>(null);
  const isAway = entry !== undefined || (problem !== undefined && OUT_OF_REACH.has(problem.code));
  const held = pack.value;
  const entries = journal.value;
  const language = locale.value;
  const documentId = heldDocumentId.value;

  useEffect(() => {
    let isStale = false;
    const show = (made: RecordView | null) => {
      if (!isStale) setRecord(made);
    };
    const day = currentDay();
    const judge = async (unjudged: UnjudgedRecord) => show(judged(unjudged, await scheduleOn(day), day));
    if (data?.person && !isAway) {
      const own = ownEntriesOf(entries.filter(isOpen), id);
      const answer = recordOfServer(data.person, null);
      if (isNothing(own) && language === 'zh-CN') show(answer);
      else void judge(withOwn(answer, own, held?.codes ?? null));
    } else if (isAway && held) {
      const found = inPack(held, entries, id);
      if (found) void judge(found);
      else show(null);
    } else if (!isLoading) show(null);
    return () => {
      isStale = true;
    };
  }, [data, isAway, isLoading, held, entries, id, language, documentId]);

  return { record, problem: entry ? undefined : problem, isLoading, refresh };
}

/** What this device holds of a child; null when it is neither in the pack nor filed here. */
function inPack(held: PackData, entries: readonly PlainEntry[], id: string): UnjudgedRecord | null {
  const takenAt = held.generation.takenAt ?? 0;
  const recent = notYetIn(entries, takenAt);
  const made = personEntryOf(recent, id);
  const person = held.persons.get(id) ?? (made && packPersonOf(made));
  if (!person) return null;
  return recordOnDevice({
    person,
    entry: made,
    doses: dosesInPack(held, id),
    facts: factsInPack(held, id),
    declared: held.declared.get(id) ?? [],
    notGiven: held.notGiven.get(id) ?? [],
    consents: held.consents.get(id) ?? [],
    own: ownEntriesOf(recent, id),
    codes: held.codes,
    takenAt,
  });
}
