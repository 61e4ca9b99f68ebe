import { useEffect, useState } from 'preact/hooks';
import type { ClinicCodesQuery } from '../../data/generated/clinic.ts';
import { locale } from '../../i18n/locale.ts';
import { scheduleOn } from '../../offline/packs-engine.ts';
import { engineFacts } from '../record/engine-facts.ts';
import { adviceAgainst } from '../record/judge.ts';
import type { ReasonView, RecordView } from '../record/view.ts';
import type { Draft } from './draft.ts';

/** Why the schedule advises against a draft; asked on the device, by the facts the record shows. */
export async function adviceOn(
  draft: Draft,
  record: RecordView,
  codes: ClinicCodesQuery,
  today: string,
): Promise<ReasonView[]> {
  if (draft.vaccine === '' || draft.date < record.person.birthDate || draft.date > today) return [];
  const { subject, history } = engineFacts(record);
  const lot = codes.lotsOnHand.find(({ number, product }) => number === draft.lot && product.id === draft.product);
  const candidate = {
    id: 'draft',
    date: draft.date,
    vaccine: draft.vaccine,
    ...(!draft.isOutside && lot && { lotExpires: lot.expiresOn }),
  };
  return adviceAgainst(subject, history, candidate, await scheduleOn(today), draft.date);
}

/** The advice against a draft, kept up while somebody fills it in. */
export function useAdvice(draft: Draft, record: RecordView, codes: ClinicCodesQuery, today: string): ReasonView[] {
  const [advice, setAdvice] = useState<ReasonView[]>([]);
  const { vaccine, date, lot, isOutside } = draft;
  const language = locale.value;
  useEffect(() => {
    let isStale = false;
    void adviceOn(draft, record, codes, today).then((found) => {
      if (!isStale) setAdvice(found);
    });
    return () => {
      isStale = true;
    };
  }, [vaccine, date, lot, isOutside, record, codes, today, language]);
  return advice;
}
