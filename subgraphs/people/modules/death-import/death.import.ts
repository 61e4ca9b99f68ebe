import type { BatchEnv, ImportDefinition, RowDraft, Values } from '@miaoben/kernel/imports/define';
import { ImportDesk } from '@miaoben/kernel/imports/desk';
import { addFinding } from '@miaoben/kernel/imports/messages';
import { reachesDivision } from '@miaoben/kernel/reach';
import { certificateSpelling, knownCertificates, type NewDeath, takeDeaths } from '../death/death.intake.ts';
import { type Located, locate } from '../death/death.locate.ts';
import { diedOnFault } from '../death/death.rules.ts';
import { townshipReader } from '../place/township-words.ts';
import { readDocument } from '../recipient-import/recipient.columns.ts';
import { reachOfImporter } from '../recipient-import/recipient.import.ts';
import { type DeathColumns, deathColumns } from './death.columns.ts';

/** What a row turned out to mean. */
interface Reported {
  documentNumber: string | null;
  residence: string | null;
  household: string | null;
  located: Located | null;
}
type DeathDraft = RowDraft<Values<DeathColumns>, Reported>;

const definition: ImportDefinition<DeathColumns, Reported> = {
  kind: 'deaths',
  title: '死亡人口信息',
  columns: deathColumns,

  check(row, env) {
    const { birthDate, documentNumber, diedOn } = row.values;
    row.resolved = { documentNumber: null, residence: null, household: null, located: null };
    if (documentNumber) {
      const { value, finding } = readDocument(undefined, documentNumber, env.today);
      if (finding) addFinding(row, 'documentNumber', finding);
      if (value) row.resolved.documentNumber = value.number;
      if (value?.birthDate && birthDate && value.birthDate !== birthDate)
        addFinding(row, 'birthDate', { code: 'birth_date_differs_from_id', suggestion: value.birthDate });
    }
    const fault = diedOn && diedOnFault(diedOn, birthDate ?? null, env.today);
    if (fault) addFinding(row, 'diedOn', { code: fault });
  },

  duplicateKey: ({ source, certificateNumber }) =>
    source && certificateNumber ? `${source} ${certificateSpelling(certificateNumber)}` : undefined,

  async validateBatch(rows, env) {
    await resolvePlaces(rows, env);
    await resolveUnits(rows, env);
    await markKnown(rows, env);
  },

  async commitRows(rows, env) {
    const { account, role, organisation } = env.importer;
    await takeDeaths(
      env.em,
      env.services,
      rows.map((row) => toReport(row)),
      { account, role, organisation },
    );
  },
};

/** Residence and household by name or code, inside the importer's area. */
async function resolvePlaces(rows: readonly DeathDraft[], env: BatchEnv): Promise<void> {
  const reach = reachOfImporter(env.importer);
  const words = rows.flatMap(({ values }) => [values.residence ?? [], values.household ?? []].flat());
  const townshipOf = await townshipReader(env.em, env.services, reach, words);
  for (const row of rows)
    for (const column of ['residence', 'household'] as const) {
      const text = row.values[column];
      if (text === undefined) continue;
      const named = townshipOf(text);
      if (!named || !reachesDivision(reach, named.code))
        addFinding(row, column, { code: 'unknown_code', message: '不是本辖区的乡镇（街道）名称或代码' });
      else if (row.resolved) row.resolved[column] = named.code;
    }
}

/** A report must have somebody to go to: the unit of the file, or whoever is in charge of the place. */
async function resolveUnits(rows: readonly DeathDraft[], env: BatchEnv): Promise<void> {
  const named = rows.filter((r) => r.values.name && r.resolved);
  const told = named.map((r) => ({ name: r.values.name as string, ...r.resolved! }));
  const found = await locate(env.em, env.services.keyring, told, env.today);
  for (const [i, row] of named.entries()) {
    row.resolved!.located = found[i]!;
    if (found[i]!.division === null && !row.findings.some((f) => f.column === 'residence'))
      addFinding(row, 'residence', { code: 'required', message: '没有找到档案，须填写现居住地或户籍地' });
  }
}

/** Papers that were reported before are left out. */
async function markKnown(rows: readonly DeathDraft[], env: BatchEnv): Promise<void> {
  const papers = rows.flatMap((row) => {
    const { source, certificateNumber } = row.values;
    return source && certificateNumber ? [{ row, paper: { source, certificateNumber } }] : [];
  });
  const known = await knownCertificates(
    env.em,
    env.services.keyring,
    papers.map((p) => p.paper),
  );
  for (const [i, { row }] of papers.entries()) {
    if (!known[i]) continue;
    row.choice = 'skip';
    addFinding(row, 'certificateNumber', { code: 'duplicate', message: '该文号已上报过，跳过', severity: 'warning' });
  }
}

/** The row as a report. Only called for rows without errors: what is required is there. */
function toReport({ values, resolved }: DeathDraft): NewDeath {
  const { name, sex, birthDate, diedOn, source, certificateNumber } = values;
  const located = resolved?.located;
  if (!name || !sex || !birthDate || !diedOn || !source || !certificateNumber || !located?.division)
    throw new Error('a row without its required values reached the commit');
  return {
    personId: located.personId,
    name,
    documentNumber: resolved?.documentNumber ?? null,
    sex,
    birthDate,
    diedOn,
    source,
    certificateNumber: certificateSpelling(certificateNumber),
    household: resolved?.household ?? null,
    residence: resolved?.residence ?? null,
    division: located.division,
    unit: located.unit,
    isOwn: false,
  };
}

/** 死亡人口信息 from a list of a hospital, the police or civil affairs (J-13). */
export const deathDesk = new ImportDesk(definition);
