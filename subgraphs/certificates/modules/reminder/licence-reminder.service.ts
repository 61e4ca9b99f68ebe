import { dateInShanghai, type Em, noticeRequested, publish, type Services } from '@miaoben/kernel';
import { openValues } from '../licence/licence.entry.ts';
import { definitionsOf } from '../licence/licence.shape.ts';
import { encodeLicenceId } from '../licence/licence-key.ts';
import type { LicenceDefinition } from '../licence-type/definition.ts';
import type { LicenceValues } from '../licence-type/definition.validate.ts';
import { endOfDay, startOfDay } from '../listing/days.ts';
import { allSettings } from '../setting/setting.repository.ts';
import { type CertificateSetting, REMIND_RANGE, settingAt } from '../setting/setting.rules.ts';
import { type EndingLicence, endingLicences, noteReminders, sealedLicences } from './reminder.repository.ts';
import { EXPIRED_WITHIN_DAYS, reminderDue } from './reminder.rules.ts';

const DAY_MS = 86_400_000;
const BATCH = 1_000;

type Reminding = Pick<Services, 'orm' | 'keyring' | 'clock'>;

/** Whom a licence names: its holder's document, and the phone it holds for somebody without an account; null without a document. */
function holderOf({ core, fields }: LicenceDefinition, values: LicenceValues) {
  const field = fields.find(({ key }) => key === core.holderDocument);
  const number = field && values[field.key];
  const typeField = core.holderDocumentType ?? field?.documentTypeField;
  const type = typeField ? values[typeField] : field?.documentType;
  if (number === undefined || type === undefined) return null;
  const phone = fields.find((one) => one.type === 'phone' && values[one.key] !== undefined);
  return {
    document: { type: String(type), number: String(number) },
    phone: phone ? String(values[phone.key]) : null,
  };
}

/** One batch: notes what is due and publishes it, in one transaction. */
async function remindBatch(
  em: Em,
  services: Reminding,
  rows: readonly EndingLicence[],
  settings: readonly CertificateSetting[],
  now: Date,
): Promise<number> {
  const due = rows.flatMap((row) => {
    const { remindDays } = settingAt(settings, row.division);
    const from = row.valid_from === null ? new Date(0) : startOfDay(row.valid_from);
    const step = reminderDue({ from, until: endOfDay(row.valid_to) }, remindDays, now);
    // An extended licence keeps its id: its new end is reminded of anew.
    return step === null
      ? []
      : [{ id: row.licence_id, row, isOver: step === 'expired', step: `${step} ${row.valid_to}` }];
  });
  if (due.length === 0) return 0;
  const fresh = await noteReminders(em, due, now);
  const told = due.filter(({ id }) => fresh.has(id));
  const ending = told.map(({ row }) => row);
  const definitions = await definitionsOf(em, ending);
  const sealed = await sealedLicences(em, ending);
  await publish(
    em,
    told.flatMap(({ row, isOver }) => {
      const definition = definitions(row);
      const holder = holderOf(definition, openValues(services.keyring, sealed.get(row.licence_id) ?? ''));
      const licence = encodeLicenceId({ typeCode: row.type_code, licenceId: row.licence_id });
      const params = { licence: definition.name.zh, date: row.valid_to };
      return holder
        ? [noticeRequested(services, isOver ? 'licence_expired' : 'licence_expiring', holder, licence, params)]
        : [];
    }),
  );
  return told.length;
}

/**
 * Reminds the holders of all licences that end soon or have ended, once for each step, as `remindOfEnds` does for certificates.
 * @returns how many licences were told of
 */
export async function remindOfLicences(services: Reminding, now = services.clock.instant()): Promise<number> {
  const fork = () => services.orm.em.fork() as Em;
  const settings = await allSettings(fork());
  const window = {
    from: dateInShanghai(new Date(now.getTime() - EXPIRED_WITHIN_DAYS * DAY_MS)),
    to: dateInShanghai(new Date(now.getTime() + REMIND_RANGE[1] * DAY_MS)),
  };
  let told = 0;
  let after: EndingLicence | undefined;
  for (;;) {
    const rows = await endingLicences(fork(), window, after, BATCH);
    told += await fork().transactional((em) => remindBatch(em as Em, services, rows, settings, now));
    if (rows.length < BATCH) return told;
    after = rows.at(-1);
  }
}
