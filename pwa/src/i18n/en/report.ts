import type { Translation } from '../catalogue.ts';
import type zh from '../zh-CN/report.ts';

export default {
  asOf: 'As of {time}',
  definitions: 'Definitions',
  source: 'Source',
  export: 'Export to Excel',
} satisfies Translation<typeof zh>;
