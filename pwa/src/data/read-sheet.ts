// A module of its own: whoever imports a file loads the reader without the writer.
export { readXlsx } from 'hucre/xlsx';
