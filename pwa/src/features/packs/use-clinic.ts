import { useEffect } from 'preact/hooks';
import { ClinicCodes, type ClinicCodesQuery, ClinicMe, type OrganisationKind } from '../../data/generated/clinic.ts';
import { account } from '../../data/session.ts';
import { useData } from '../../data/use-data.ts';
import { learnServerDay } from '../../offline/day.ts';
import { pack } from '../../offline/packs-data.ts';
import type { Township } from '../../offline/packs-rows.ts';
import { noteContact } from '../../offline/unlock.ts';

/** The clinic somebody works for, and the areas she may ask about: her township first, then what she may see in all. */
export interface ClinicView {
  clinic: { id: string; name: string; kind?: OrganisationKind } | null;
  areas: readonly Township[];
  townships: readonly Township[];
  home: string | null;
  /** the master account of the clinic; false without a network */
  isMaster: boolean;
}

/** Who works here and where; from the server, else from the pack. */
export function useClinic(): ClinicView | null {
  const { data, takenAt } = useData(ClinicMe, {}, { keep: true });
  useEffect(() => {
    // What comes from the device says nothing about the server.
    if (!data || takenAt !== undefined) return;
    learnServerDay(data.serviceStatus.today);
    const id = account.peek()?.id;
    if (id) void noteContact(id);
  }, [data, takenAt]);
  const held = pack.value;
  if (!data) {
    if (!held) return null;
    const { division, divisionName } = held.generation;
    return {
      clinic: held.codes.clinic,
      areas: [{ code: division, name: divisionName }],
      townships: held.codes.townships,
      home: held.codes.homeTownship,
      isMaster: false,
    };
  }
  const { organisation, divisions } = data.me;
  const townships = divisions.flatMap(({ children }) => children.map(({ code, name }) => ({ code, name })));
  const own = organisation?.division;
  const home = townships.find(({ code }) => code === own?.code)?.code ?? null;
  const areas = [
    ...(own && home ? [{ code: own.code, name: own.name }] : []),
    ...divisions.map(({ code, name }) => ({ code, name })),
    ...townships.filter(({ code }) => code !== home),
  ];
  return {
    clinic: organisation && { id: organisation.id, name: organisation.name, kind: organisation.kind },
    areas,
    townships,
    home,
    isMaster: data.me.unitMaster,
  };
}

/** Vaccines, products, lots on hand, settings: from the server, else as last heard. */
export function useCodes(): { codes: ClinicCodesQuery | null; refresh: () => void } {
  const { data, refresh } = useData(ClinicCodes, {}, { keep: true });
  return { codes: data ?? pack.value?.codes ?? null, refresh };
}
