import { useEffect, useState } from 'preact/hooks';
import { ClinicRecord } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { useData } from '../../data/use-data.ts';
import { locale } from '../../i18n/locale.ts';
import { currentDay } from '../../offline/day.ts';
import { isOpen } from '../../offline/outbox-journal.ts';
import { journal } from '../../offline/outbox-store.ts';
import { dosesInPack, pack } from '../../offline/packs-data.ts';
import { scheduleOn } from '../../offline/packs-engine.ts';
import { doseEntriesOf, dosesOnDevice, notYetIn, packPersonOf, personEntryOf, recordOnDevice } from './device.ts';
import { recordOfServer, withOwnDoses } from './server.ts';
import type { RecordView } from './view.ts';

interface RecordState {
  record: RecordView | null;
  /** Why there is no record, or none newer than the one shown. */
  problem: Problem | undefined;
  isLoading: boolean;
  refresh: () => void;
}

const OUT_OF_REACH = new Set(['OFFLINE', 'UNAVAILABLE']);

/**
 * The record of one child: the server's as long as it answers, else the pack's; either way with what this device
 * recorded and has not sent yet, judged by the schedule engine.
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

  useEffect(() => {
    let isStale = false;
    const show = (made: RecordView | null) => {
      if (!isStale) setRecord(made);
    };
    const day = currentDay();
    if (data?.person && !isAway) {
      const own = doseEntriesOf(entries, id).filter(isOpen);
      const answer = recordOfServer(data.person, null);
      if (own.length === 0) show(answer);
      else {
        const nameOf = (code: string) => held?.codes.vaccines.find((v) => v.code === code)?.name ?? code;
        void scheduleOn(day).then((schedule) => show(withOwnDoses(answer, own, schedule, day, nameOf)));
      }
    } else if (isAway && held) {
      const takenAt = held.generation.takenAt ?? 0;
      const made = personEntryOf(notYetIn(entries, takenAt), id);
      const person = held.persons.get(id) ?? (made && packPersonOf(made));
      if (!person) show(null);
      else {
        const doses = dosesOnDevice(dosesInPack(held, id), doseEntriesOf(notYetIn(entries, takenAt), id));
        const facts = { person, entry: made, doses, codes: held.codes, takenAt };
        void scheduleOn(day).then((schedule) => show(recordOnDevice(facts, schedule, day)));
      }
    } else if (!isLoading) show(null);
    return () => {
      isStale = true;
    };
  }, [data, isAway, isLoading, held, entries, id, language]);

  return { record, problem: entry ? undefined : problem, isLoading, refresh };
}
