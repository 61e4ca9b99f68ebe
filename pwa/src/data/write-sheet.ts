// A module of its own: whoever exports a file loads the writer without the reader.
export { writeXlsx } from 'hucre/xlsx';
