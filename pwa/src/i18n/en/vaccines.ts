import type { Translation } from '../catalogue.ts';
import type zh from '../zh-CN/vaccines.ts';

export default {
  '01': 'BCG',
  '02': 'Hepatitis B',
  '03': 'Polio',
  '04': 'DTaP',
  '06': 'DT',
  '12': 'MMR',
  '16': 'Meningococcal A',
  '17': 'Meningococcal A and C',
  '18': 'Japanese encephalitis',
  '19': 'Hepatitis A',
  '55': 'HPV',
  other: 'Vaccine {code}',
} satisfies Translation<typeof zh>;
