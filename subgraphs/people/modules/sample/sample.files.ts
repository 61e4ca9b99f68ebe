import { maskDocumentNumber, maskName } from '@miaoben/identifiers';
import type { Em, PageRequest, Services } from '@miaoben/kernel';
import type { PeopleCtx } from '../../loaders.ts';
import { findPersons, type PersonRow } from '../person/person.repository.ts';
import { SEX_WORDS, STATE_WORDS } from '../person/sheet-words.ts';
import { addressOf } from '../progress/export-address.ts';
import { serveSheet } from '../progress/sheet-export.ts';
import { checkedSample, drawSample, type SampleRequest } from './sample.service.ts';
import type { SampleInput } from './sample.type.ts';

const KIND = 'sample';
const OPERATION = 'Query.personSampleFile';

interface SheetRow {
  place: number;
  seed: string;
  /** undefined: not in the reader's area (any more) */
  person: PersonRow | undefined;
}

/** Query.personSampleFile: address of the sheet of a sample; give its seed, for without one another sample is drawn. */
export const sampleFileUrl = (ctx: PeopleCtx, input: SampleInput): string =>
  addressOf(ctx, KIND, OPERATION, checkedSample(ctx, OPERATION, input));

async function rowsOf(em: Em, request: SampleRequest, page: PageRequest): Promise<SheetRow[]> {
  const { ids } = await drawSample(em, request);
  const from = Number(page.key?.[0] ?? 0);
  const asked = ids.slice(from, from + page.limit);
  const persons = new Map(
    (await findPersons(em, asked, { reach: request.frame.reach, organisation: undefined })).map((row) => [row.id, row]),
  );
  return asked.map((id, i) => ({ place: from + i + 1, seed: request.seed, person: persons.get(id) }));
}

/** Serves samples as .xlsx, with columns to fill on the visit; names and numbers are masked. */
export function serveSamples(services: Services): void {
  serveSheet<SampleRequest, SheetRow>(services, {
    kind: KIND,
    title: '个案随机抽查',
    columns: [
      ['序号', 6],
      ['建档单位', 30],
      ['姓名', 14],
      ['性别', 6],
      ['出生日期', 12],
      ['在册情况', 10],
      ['个案条码', 22],
      ['抽样号', 12],
      ['核查结果', 16],
      ['问题说明', 40],
    ],
    page: (em, _desk, request, page) => rowsOf(em, request, page),
    key: ({ place }) => [place],
    cells: ({ place, seed, person }, names) =>
      person
        ? [
            place,
            names.get(person.managing_org_id) ?? '',
            maskName(person.name),
            SEX_WORDS[person.sex],
            person.birth_date,
            STATE_WORDS[person.registration_state],
            maskDocumentNumber(person.barcode),
            seed,
            '',
            '',
          ]
        : null,
  });
}
