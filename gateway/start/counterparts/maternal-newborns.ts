import { residentIdCheckCharacter } from '@miaoben/identifiers';
import * as v from 'valibot';

const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const OrNull = v.nullable(Text);
const Count = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)));
const Parent = v.object({ name: Text, documentNumber: OrNull, phone: OrNull });
/** A newborn as the maternal-child system tells it. */
export const NewbornShape = v.object({
  id: v.pipe(v.string(), v.regex(/^[A-Z0-9-]{1,64}$/)),
  name: OrNull,
  sex: v.picklist(['F', 'M', 'U']),
  birthDate: v.pipe(v.string(), v.isoDate()),
  birthTime: v.nullable(v.pipe(v.string(), v.regex(/^\d{2}:\d{2}$/))),
  birthWeightG: Count,
  birthOrder: Count,
  idNumber: OrNull,
  birthCertificate: OrNull,
  mother: Parent,
  father: v.nullable(Parent),
  hbsag: v.nullable(v.picklist(['positive', 'negative', 'untested'])),
  household: OrNull,
  residence: OrNull,
  residenceAddress: OrNull,
  hospital: OrNull,
});
export type Newborn = v.InferOutput<typeof NewbornShape>;

const first17 = (birthDate: string, order: string) => `630121${birthDate.replaceAll('-', '')}${order}`;
const idNumber = (birthDate: string, order: string) => {
  const digits = first17(birthDate, order);
  return digits + residentIdCheckCharacter(digits);
};
/** A number typed wrong: its check character does not suit. */
const mistyped = (birthDate: string, order: string) => {
  const digits = first17(birthDate, order);
  return digits + (residentIdCheckCharacter(digits) === '0' ? '1' : '0');
};

const BASE = {
  birthTime: null,
  birthOrder: 1,
  birthWeightG: 3250,
  father: null,
  hbsag: 'negative',
  household: '630121100',
  residence: '630121100',
  residenceAddress: '桥头镇人民路 12 号',
  hospital: '大通县人民医院',
} as const;

/** Made up: a named girl, a boy without a name, a number that is mistyped. */
export const FIRST_NEWBORNS: readonly Newborn[] = [
  {
    ...BASE,
    id: 'FY6301212026000101',
    name: '祁依诺',
    sex: 'F',
    birthDate: '2026-10-06',
    birthTime: '08:15',
    idNumber: idNumber('2026-10-06', '106'),
    birthCertificate: 'T630100101',
    mother: { name: '祁海莲', documentNumber: null, phone: '13909710101' },
    father: { name: '祁生明', documentNumber: null, phone: '13909710102' },
  },
  {
    ...BASE,
    id: 'FY6301212026000102',
    name: null,
    sex: 'M',
    birthDate: '2026-10-12',
    idNumber: null,
    birthCertificate: 'T630100102',
    mother: { name: '韩英桂', documentNumber: null, phone: '13909710103' },
  },
  {
    ...BASE,
    id: 'FY6301212026000103',
    name: '星若溪',
    sex: 'F',
    birthDate: '2026-10-18',
    idNumber: mistyped('2026-10-18', '304'),
    birthCertificate: 'T630100103',
    mother: { name: '星占兰', documentNumber: null, phone: '13909710104' },
  },
];
