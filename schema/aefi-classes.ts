/** Types of a suspected adverse event by cause: 不良反应 (一般反应, 异常反应), 疫苗质量事故, 实施差错(接种)事故, 偶合症, 心因性反应, 不明原因. */
export const AEFI_CLASSES = [
  'common_reaction',
  'abnormal_reaction',
  'quality_accident',
  'programme_error',
  'coincidental',
  'psychogenic',
  'unknown_cause',
] as const;
export type AefiClass = (typeof AEFI_CLASSES)[number];
