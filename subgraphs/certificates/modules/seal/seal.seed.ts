import { type Clock, type Em, type Keyring, newId } from '@miaoben/kernel';
import { drawSeal } from './seal.drawing.ts';
import { finishSeal } from './seal.make.ts';
import { insertSeal, lockSeal } from './seal.repository.ts';
import { SealOrigin } from './seal.type.ts';

export interface SealSeed {
  readonly issuerId: string;
  readonly issuerName: string;
  readonly division: string;
}

/** Draws a seal for each issuer, which the platform may use: for the demo. */
export async function seedSeals(em: Em, keyring: Keyring, clock: Clock, issuers: readonly SealSeed[]): Promise<void> {
  for (const { issuerId, issuerName, division } of issuers) {
    const picture = await drawSeal(issuerName);
    await em.fork().transactional(async (inner) => {
      const tx = inner as Em;
      const id = newId();
      await insertSeal(tx, {
        id,
        issuer_id: issuerId,
        division,
        name: `${issuerName}预防接种专用章（演示）`,
        origin: SealOrigin.drawn,
        file_id: null,
        width_mm: null,
        created_at: clock.instant(),
        created_by: 'service:certificates',
        created_role: 'service',
      });
      const row = await lockSeal(tx, id);
      const fault = row && (await finishSeal(tx, { keyring, clock }, row, picture));
      if (fault) throw new Error('the drawn seal is no picture of a seal');
    });
  }
}
