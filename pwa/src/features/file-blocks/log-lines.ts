import type { FileLogQuery } from '../../data/generated/person-file.ts';
import { isKnownAct, t } from '../../i18n/file-blocks.ts';
import { formatDate } from '../../i18n/format.ts';

type Logged = NonNullable<FileLogQuery['person']>;
export interface LogLine {
  key: string;
  at: string;
  what: string;
  who: string;
}

/** Acts on the file and doses entered on it in one list, the last first. */
export function logLines({ operations, doses }: Logged): LogLine[] {
  const acts = operations.map(({ id, at, operation, by }) => ({
    key: id,
    at,
    what: isKnownAct(operation) ? t(`act.${operation}`) : operation,
    who: by.displayName,
  }));
  const given = doses.map(({ id, recordedAt, state, date, vaccine, vaccinator, vaccinatorName }) => ({
    key: id,
    at: recordedAt,
    what: t(state === 'voided' ? 'log.voided' : 'log.dose', { vaccine: vaccine.name, date: formatDate(date) }),
    who: vaccinator?.displayName ?? vaccinatorName ?? '—',
  }));
  return [...acts, ...given].sort((a, b) => b.at.localeCompare(a.at));
}
