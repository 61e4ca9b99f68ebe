import type { Services } from '@miaoben/kernel';
import type { OpenedDose } from './access-code.type.ts';

interface ReadDose {
  date: string;
  vaccine: { name: string };
  product: { manufacturer: string } | null;
  lotNumber: string | null;
  doseNumber: number | null;
  clinic: { id: string } | null;
  clinicName: string | null;
  evaluations: { clinicallyValid: boolean }[];
}

const DOCUMENT = `query OpenedHistory($who: [_Any!]!) {
  _entities(representations: $who) {
    ... on Person {
      doses {
        date vaccine { name } product { manufacturer } lotNumber doseNumber clinic { id } clinicName
        evaluations { clinicallyValid }
      }
    }
  }
}`;

/**
 * The standing doses of a person by date, with the names of clinics as `nameOf` knows them.
 * @throws UNAVAILABLE when vaccines does not answer
 */
export async function openedHistory(
  { peers }: Pick<Services, 'peers'>,
  personId: string,
  nameOf: (organisations: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<OpenedDose[]> {
  const { _entities } = await peers.graph<{ _entities: ({ doses: ReadDose[] } | null)[] }>(
    'vaccines',
    'access_code',
    DOCUMENT,
    { who: [{ __typename: 'Person', id: personId }] },
  );
  const doses = _entities[0]?.doses ?? [];
  const names = await nameOf([...new Set(doses.flatMap((d) => d.clinic?.id ?? []))]);
  return doses.map((d) => ({
    date: d.date,
    vaccineName: d.vaccine.name,
    doseNumber: d.doseNumber,
    lotNumber: d.lotNumber,
    manufacturer: d.product?.manufacturer ?? null,
    clinicName: d.clinicName ?? (d.clinic && (names.get(d.clinic.id) ?? null)),
    isValid: d.evaluations.length === 0 ? null : d.evaluations.every((e) => e.clinicallyValid),
  }));
}
