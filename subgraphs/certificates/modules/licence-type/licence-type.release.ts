import { change, type Em, newId, query } from '@miaoben/kernel';
import type { LicenceTypeSeed } from '@miaoben/seeds/reference/licence-types';
import { readDefinition } from './definition.read.ts';
import { insertType, prepareStore } from './licence-type.repository.ts';

/**
 * Takes over the types the software brings, with their first version in force. Types that are there already stay as they are: from
 * then on they change by proposal and approval only.
 * @throws when a definition is not sound
 */
export async function takeLicenceTypes(em: Em, types: readonly LicenceTypeSeed[]): Promise<void> {
  await em.fork().transactional(async (inner) => {
    const own = inner as Em;
    await query(own, `select pg_advisory_xact_lock(hashtextextended('licence types', 17))`);
    for (const type of types) {
      const read = readDefinition(type.definition);
      if (!read.ok) throw new Error(`definition of ${type.slug}: ${JSON.stringify(read.findings)}`);
      const { definition } = read;
      const now = new Date().toISOString();
      const row = { code: type.code, slug: type.slug, name: definition.name.zh, created_at: now };
      if (!(await insertType(own, row))) continue;
      await change(
        own,
        `insert into licence_type_version (type_code, version, definition, state, proposed_at, decided_at, active_from)
         values ($1, 1, $2, 'active', $3, $3, $3)`,
        [type.code, JSON.stringify(definition), now],
      );
      await change(
        own,
        `insert into licence_type_log (id, type_code, version, action, at, after) values ($1, $2, 1, 'released', $3, $4)`,
        [newId(), type.code, now, JSON.stringify(definition)],
      );
      await prepareStore(own, type.code, definition);
    }
  });
}
