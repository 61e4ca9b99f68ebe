import { normaliseCvx, type SupportingData } from '@miaoben/schedule/cdsi';

/** How the two case files call vaccine groups that the schedule data call otherwise. */
const GROUP_LABELS: Record<string, string> = {
  DTAP: 'DTaP/Tdap/Td',
  TDAP: 'DTaP/Tdap/Td',
  TD: 'DTaP/Tdap/Td',
  FLU: 'Influenza',
  JE: 'Japanese Encephalitis',
  MCV: 'Meningococcal',
  MENB: 'Meningococcal B',
  PCV: 'Pneumococcal',
  POL: 'Polio',
  IPOL: 'Polio',
  ROTA: 'Rotavirus',
  VAR: 'Varicella',
  YF: 'Yellow Fever',
};

/** The schedule's name of a vaccine group of a case, null when it is none. */
export function vaccineGroupOf(label: string, data: SupportingData): string | null {
  const wanted = (GROUP_LABELS[label.toUpperCase()] ?? label).toLowerCase();
  return data.vaccineGroups.find((g) => g.name.toLowerCase() === wanted)?.name ?? null;
}

/** The CDSi observations a coded history can mean: a code of SNOMED, CVX or CDCPHINVS, or the CDSi code itself. */
export function observationsOf(code: string, system: string, data: SupportingData): readonly string[] {
  const wanted = system.toUpperCase().replace(/[^A-Z]/g, '');
  const found = ['SNOMED', 'CVX', 'CDCPHINVS']
    .filter((s) => wanted === '' || wanted.startsWith(s) || (s === 'SNOMED' && wanted === 'SCT'))
    .flatMap((s) => data.observationsOfCode.get(`${s}|${s === 'CVX' ? normaliseCvx(code) : code}`) ?? []);
  return found.length > 0 || !/^\d{3}$/.test(code) ? found : [code];
}
