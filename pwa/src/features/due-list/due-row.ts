import type { ClinicDueListQuery, NotGivenReason } from '../../data/generated/clinic.ts';
import { seriesTitle } from '../../i18n/series.ts';
import type { DueItem } from '../../offline/judge-due.ts';
import type { PackNotGiven, PackPerson } from '../../offline/packs-rows.ts';

/** A dose somebody should come for, and whom to call. */
export interface DueRow extends Omit<DueItem, 'person'> {
  person: {
    id: string;
    name: string;
    sex: string;
    birthDate: string;
    township: string;
    guardian: string;
    phone: string;
  };
  seriesName: string;
  /** why a birth dose was not given (S-13) */
  notGiven: NotGivenReason | null;
}

type Node = ClinicDueListQuery['dueList']['nodes'][number];

export const rowOfServer = ({ person, ...item }: Node): DueRow => ({
  person: {
    id: person.id,
    name: person.name,
    sex: person.sex,
    birthDate: person.birthDate,
    township: person.residence.name,
    guardian: person.guardians[0]?.name ?? '',
    phone: person.guardians[0]?.phone ?? '',
  },
  series: item.series,
  seriesName: item.seriesName,
  dose: item.dose,
  status: item.status === 'overdue' ? 'overdue' : 'due',
  recommended: item.recommended,
  overdueFrom: item.overdueFrom ?? null,
  notGiven: item.notGiven?.reason ?? null,
});

export function rowOnDevice(
  item: DueItem,
  person: PackPerson,
  township: string,
  told: readonly PackNotGiven[],
): DueRow {
  const [guardian] = person.guardians;
  return {
    ...item,
    person: {
      id: person.id,
      name: person.name,
      sex: person.sex,
      birthDate: person.birthDate,
      township,
      guardian: guardian?.name ?? '',
      phone: guardian?.phone ?? '',
    },
    seriesName: seriesTitle(item.series),
    notGiven: told.find(({ series, dose }) => series === item.series && dose === item.dose)?.reason ?? null,
  };
}
