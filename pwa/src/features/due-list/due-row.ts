import type { ClinicDueListQuery } from '../../data/generated/clinic.ts';
import { seriesTitle } from '../../i18n/series.ts';
import type { DueItem } from '../../offline/judge-due.ts';
import type { PackPerson } from '../../offline/packs-rows.ts';

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
});

export function rowOnDevice(item: DueItem, person: PackPerson, township: string): DueRow {
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
  };
}
