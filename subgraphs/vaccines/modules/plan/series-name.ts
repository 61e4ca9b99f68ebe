import { seriesName } from '@miaoben/schedule';
import { doctor } from '@miaoben/schedule/messages/zh-CN/doctor';

/** Name of a series as the trade says it. */
export const nameOfSeries = (series: string): string => seriesName(series, doctor);
