import { Node } from '../reader.ts';
import { readAllowable, readSeries } from './load-series.ts';
import { getCvx, getOffset, optDate, optFlag, optList, optText, readAgeSpan } from './read.ts';
import {
  type Antigen,
  type AntigenContraindication,
  type Immunity,
  normaliseCvx,
  type SupportingData,
  type VaccineConflict,
} from './supporting-data.ts';

/** One parsed JSON file of the supporting data; the name is for error messages only. */
export interface SupportingDataFile {
  readonly name: string;
  readonly json: unknown;
}

/**
 * Reads the CDC's supporting data (one schedule file and one file per antigen, as JSON of the published XML).
 * @throws {ScheduleFormatError} naming file and place when the data do not have the form of the published schema
 */
export function loadSupportingData(
  schedule: SupportingDataFile,
  antigens: readonly SupportingDataFile[],
): SupportingData {
  const root = new Node(schedule.json, schedule.name).get('scheduleSupportingData');
  const byName = new Map(antigens.map(readAntigen).map((antigen) => [antigen.name, antigen]));
  return { antigens: byName, ...readSchedule(root, byName) };
}

function readAntigen(file: SupportingDataFile): Antigen {
  const root = new Node(file.json, file.name).get('antigenSupportingData');
  const series = optList(root, 'series').map(readSeries);
  const contraindications = root.get('contraindications');
  const perVaccine = contraindications.opt('vaccine');
  return {
    name: series[0]?.antigen ?? root.get('series').fail('at least one series'),
    series,
    immunity: readImmunity(root.opt('immunity')),
    contraindications: readAntigenContraindications(contraindications),
    vaccineContraindications: (perVaccine ? optList(perVaccine, 'contraindication') : []).map((node) => ({
      observation: node.get('observationCode').text(),
      text: optText(node, 'contraindicationText') ?? '',
      vaccines: optList(node, 'contraindicatedVaccine').map(readAllowable),
    })),
  };
}

function readAntigenContraindications(node: Node): AntigenContraindication[] {
  const group = node.opt('vaccineGroup');
  return (group ? optList(group, 'contraindication') : []).map((c) => ({
    observation: c.get('observationCode').text(),
    text: optText(c, 'contraindicationText') ?? '',
    age: readAgeSpan(c),
  }));
}

function readImmunity(node: Node | null): Immunity {
  if (!node) return { guidelines: [], birthDates: [] };
  return {
    guidelines: optList(node, 'clinicalHistory').map((g) => g.get('guidelineCode').text()),
    birthDates: optList(node, 'dateOfBirth').flatMap((b) => {
      const before = optDate(b, 'immunityBirthDate');
      if (before === null) return [];
      const exclusions = optList(b, 'exclusion').map((e) => e.get('exclusionCode').text());
      return [{ before, country: optText(b, 'birthCountry'), exclusions }];
    }),
  };
}

function readSchedule(root: Node, antigens: ReadonlyMap<string, Antigen>): Omit<SupportingData, 'antigens'> {
  const full = new Map(
    optList(root.get('vaccineGroups'), 'vaccineGroup').map((g) => [
      g.get('name').text(),
      optFlag(g, 'administerFullVaccineGroup'),
    ]),
  );
  return {
    vaccineGroups: optList(root.get('vaccineGroupToAntigenMap'), 'vaccineGroupMap').map((g) => {
      const name = g.get('name').text();
      return {
        name,
        antigens: optList(g, 'antigen').map((a) => a.text()),
        administerFullVaccineGroup: full.get(name) ?? false,
      };
    }),
    antigensOfVaccine: new Map(
      optList(root.get('cvxToAntigenMap'), 'cvxMap').map((m) => [
        getCvx(m),
        optList(m, 'association').map(readAssociation),
      ]),
    ),
    conflicts: readConflicts(root),
    observationsOfCode: readObservationCodes(root),
  };

  function readAssociation(a: Node) {
    const antigen = a.get('antigen').text();
    if (!antigens.has(antigen)) a.get('antigen').fail('an antigen with a file of its own');
    const span = new Node(
      { beginAge: a.opt('associationBeginAge')?.value, endAge: a.opt('associationEndAge')?.value },
      a.path,
    );
    return { antigen, ...readAgeSpan(span) };
  }
}

function readConflicts(root: Node): Map<string, VaccineConflict[]> {
  const conflicts = new Map<string, VaccineConflict[]>();
  for (const c of optList(root.get('liveVirusConflicts'), 'liveVirusConflict')) {
    const impacted = getCvx(c.get('current'));
    const end = getOffset(c, 'conflictEndInterval');
    const conflict = {
      conflicting: getCvx(c.get('previous')),
      begin: getOffset(c, 'conflictBeginInterval'),
      minimumEnd: optText(c, 'minConflictEndInterval') === null ? end : getOffset(c, 'minConflictEndInterval'),
      end,
    };
    conflicts.set(impacted, [...(conflicts.get(impacted) ?? []), conflict]);
  }
  return conflicts;
}

function readObservationCodes(root: Node): Map<string, string[]> {
  const codes = new Map<string, string[]>();
  for (const o of optList(root.get('observations'), 'observation')) {
    const observation = o.get('observationCode').text();
    for (const values of optList(o, 'codedValues'))
      for (const v of optList(values, 'codedValue')) {
        const system = v.get('codeSystem').text().toUpperCase();
        const code = v.get('code').text().trim();
        const key = `${system}|${system === 'CVX' ? normaliseCvx(code) : code}`;
        codes.set(key, [...(codes.get(key) ?? []), observation]);
      }
  }
  return codes;
}
