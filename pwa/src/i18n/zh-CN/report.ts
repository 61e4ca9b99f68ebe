export default {
  asOf: '统计截至 {time}',
  definitions: '指标定义',
  source: '依据',
  export: '导出 Excel',
} as const;
