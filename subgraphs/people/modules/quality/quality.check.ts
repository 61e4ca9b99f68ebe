import { type Em, type Services } from '@miaoben/kernel';
import { findPersons, guardiansOf, openFile, openGuardian } from '../person/person.repository.ts';
import { checkedDoses, confirmedDeaths, type Finding, keepFindings, knownPlaces } from './quality.repository.ts';
import { type CheckedFile, findingsOf } from './quality.rules.ts';

type Base = Pick<Services, 'keyring' | 'clock'>;

/** Files as the rules look at them: five statements for any number. */
export async function checkedFiles(em: Em, { keyring, clock }: Base, ids: readonly string[]): Promise<CheckedFile[]> {
  const today = clock.today();
  const rows = await findPersons(em, ids, { reach: { kind: 'all' }, organisation: undefined });
  const guardians = Map.groupBy(await guardiansOf(em, ids), (g) => g.person_id);
  const deaths = await confirmedDeaths(em, ids);
  const doses = await checkedDoses(em, ids);
  const places = await knownPlaces(em, [...new Set(rows.map((row) => row.residence))]);
  return rows.map((row) => {
    const file = openFile(keyring, row);
    return {
      file: { ...file, guardians: (guardians.get(row.id) ?? []).map((g) => openGuardian(keyring, g)) },
      diedOn: deaths.get(row.id) ?? file.diedOn,
      today,
      doses: doses.get(row.id) ?? [],
      isKnownPlace: places.has(row.residence),
    };
  });
}

/** Holds files against the rules and keeps what is found. */
export async function checkFiles(em: Em, base: Base, ids: readonly string[]): Promise<void> {
  const checked = await checkedFiles(em, base, ids);
  const found = checked.flatMap((one): Finding[] =>
    findingsOf(one).map((rule) => ({
      personId: one.file.id,
      rule,
      division: one.file.residence,
      clinic: one.file.managingOrgId,
    })),
  );
  await keepFindings(em, ids, found, base.clock.instant());
}
