import type { Em, Services } from '@miaoben/kernel';
import { entryOf, openValues, type StoredType, sealValues } from '../licence/licence.entry.ts';
import { noteLicence } from '../licence/licence-log.repository.ts';
import { type UpgradeStep, upgradeSteps } from './definition.difference.ts';
import type { LicenceDefinition } from './definition.ts';
import { upgradeRow } from './definition.upgrade.ts';
import type { LicenceFinding } from './definition.validate.ts';
import {
  type CarriedLicence,
  type MigrationRow,
  nextOldLicences,
  noteMisfits,
  noteProgress,
  noteTotal,
  type OldLicence,
  takeMigration,
  takenKeys,
  writeCarried,
} from './licence-migration.repository.ts';
import { versionsOf } from './licence-type-version.repository.ts';

export const MIGRATION_BATCH = 500;

type Needs = Pick<Services, 'orm' | 'clock' | 'keyring'>;

/** The scripts from each older version to the newer one: version by version, as they were in force. */
function scriptsTo(
  versions: readonly {
    version: number;
    definition: LicenceDefinition;
    steps: UpgradeStep[];
    active_from: string | null;
  }[],
  to: number,
) {
  const line = versions.filter((v) => v.version <= to && (v.active_from !== null || v.version === to));
  const ordered = [...line].sort((a, b) => a.version - b.version);
  return (from: number) =>
    ordered.flatMap((v, i) => {
      const before = ordered[i - 1];
      if (v.version <= from || !before) return [];
      // A script was made against the version that was in force then; that is the one before it in the line.
      return [
        {
          definition: v.definition,
          steps: v.steps.length > 0 ? v.steps : upgradeSteps(before.definition, v.definition),
        },
      ];
    });
}

/**
 * Carries one batch of stored licences over to the version in force. What fits is written, what does not stays as it is and is
 * reported; where to go on is noted in the same transaction, so that a process that stops in the middle loses and repeats nothing.
 * @returns false when nothing waits or another process is at it
 */
export async function migrateStep(needs: Needs, batch = MIGRATION_BATCH): Promise<boolean> {
  return (needs.orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    const order = await takeMigration(em);
    if (!order) return false;
    if (order.total === null) {
      await noteTotal(em, order);
      return true;
    }
    const versions = await versionsOf(em, order.type_code);
    const definition = versions.find((v) => v.version === order.to_version)?.definition;
    if (!definition) throw new Error(`version ${order.to_version} of ${order.type_code} is gone`);
    const type: StoredType = { code: order.type_code, version: order.to_version, definition };
    const rows = await nextOldLicences(em, order, batch);
    const scripts = scriptsTo(versions, order.to_version);
    const { carried, misfits } = await carry(em, needs, type, rows, scripts);
    await writeCarried(em, order, carried);
    await noteMisfits(em, order.id, misfits);
    if (carried.length > 0) await noteCarried(em, order, carried.length);
    await noteProgress(em, order.id, {
      last: rows.at(-1)?.licence_id ?? order.last_licence,
      done: rows.length,
      unfit: misfits.length,
      finished: rows.length < batch,
    });
    return true;
  });
}

async function carry(
  em: Em,
  { keyring, clock }: Needs,
  type: StoredType,
  rows: readonly OldLicence[],
  scripts: (from: number) => { definition: LicenceDefinition; steps: UpgradeStep[] }[],
): Promise<{ carried: CarriedLicence[]; misfits: { licenceId: string; findings: readonly LicenceFinding[] }[] }> {
  const today = clock.today();
  const misfits: { licenceId: string; findings: readonly LicenceFinding[] }[] = [];
  const fitting: { row: OldLicence; carried: CarriedLicence }[] = [];
  for (const row of rows) {
    let state = {
      values: openValues(keyring, row.sealed),
      archived: row.archived === null ? {} : openValues(keyring, row.archived),
      findings: [] as readonly LicenceFinding[],
    };
    for (const { definition, steps } of scripts(row.type_version)) {
      state = upgradeRow(definition, steps, state.values, state.archived, today);
      if (state.findings.length > 0) break;
    }
    if (state.findings.length > 0) {
      misfits.push({ licenceId: row.licence_id, findings: state.findings });
      continue;
    }
    const entry = entryOf(
      keyring,
      type,
      state.values,
      { issuerCode: '', division: '', source: '', batchId: null },
      today,
    );
    fitting.push({
      row,
      carried: {
        licenceId: row.licence_id,
        sealed: entry.sealed,
        archived: Object.keys(state.archived).length > 0 ? sealValues(keyring, state.archived) : null,
        businessKey: entry.businessKey,
        businessDate: entry.businessDate,
        documentBlind: entry.holderDocumentBlind,
        nameBlind: entry.holderNameBlind,
        search: entry.search,
        number: entry.number,
        validFrom: entry.validFrom,
        validTo: entry.validTo,
      },
    });
  }
  const taken = await takenKeys(
    em,
    type.code,
    fitting.map((f) => f.carried.businessKey),
  );
  const carried: CarriedLicence[] = [];
  for (const { row, carried: one } of fitting) {
    const holder = row.valid_flag === 1 ? taken.get(one.businessKey) : undefined;
    if (holder !== undefined && holder !== row.licence_id) {
      const [field = ''] = type.definition.primaryKey;
      misfits.push({ licenceId: row.licence_id, findings: [{ field, code: 'duplicate' }] });
      continue;
    }
    if (row.valid_flag === 1) taken.set(one.businessKey, row.licence_id);
    carried.push(one);
  }
  return { carried, misfits };
}

const noteCarried = (em: Em, order: MigrationRow, rows: number): Promise<void> =>
  noteLicence(em, {
    typeCode: order.type_code,
    licenceId: null,
    number: null,
    kind: 'migrated',
    rows,
    accountId: null,
    reason: `version ${order.to_version}`,
    batchId: null,
    division: null,
  });
