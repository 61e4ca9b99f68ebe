import { GraphQLScalarType, Kind } from 'graphql';
import { badInput } from './errors.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** True for 'YYYY-MM-DD' that names a day of the calendar. */
export function isCalendarDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const instant = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}

function parseDate(value: unknown): string {
  if (typeof value === 'string' && isCalendarDate(value)) return value;
  throw badInput('date', 'date_impossible');
}

/** Calendar date without zone. */
export const DateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A calendar date without time zone, YYYY-MM-DD.',
  serialize: (value) => {
    if (typeof value === 'string') return value;
    throw new TypeError('Date fields carry calendar dates as text');
  },
  parseValue: parseDate,
  parseLiteral: (node) => parseDate(node.kind === Kind.STRING ? node.value : undefined),
});

function parseInstant(value: unknown): Date {
  const instant = typeof value === 'string' ? new Date(value) : new Date(Number.NaN);
  if (Number.isNaN(instant.getTime())) throw badInput('dateTime', 'format');
  return instant;
}

/** Instant in UTC. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant, ISO 8601 in UTC.',
  serialize: (value) => {
    const instant = value instanceof Date ? value : new Date(value as string);
    return instant.toISOString();
  },
  parseValue: parseInstant,
  parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : undefined),
});
